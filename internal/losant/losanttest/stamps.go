package losanttest

import "time"

// Stamps are when an object was made and changed, to the millisecond, and by
// whom.
type Stamps struct {
	CreationDate, LastUpdated          time.Time
	CreatedByID, CreatedByType         string
	LastUpdatedByID, LastUpdatedByType string
}

func newStamps(now time.Time, authorID, authorType string) Stamps {
	var s Stamps
	s.touch(now, 0, authorID, authorType)
	s.CreationDate, s.CreatedByID, s.CreatedByType = s.LastUpdated, authorID, authorType
	return s
}

// touch moves lastUpdated to now, and by at least the given step.
func (s *Stamps) touch(now time.Time, step time.Duration, authorID, authorType string) {
	now = now.UTC().Truncate(time.Millisecond)
	if earliest := s.LastUpdated.Add(step); now.Before(earliest) {
		now = earliest
	}
	s.LastUpdated, s.LastUpdatedByID, s.LastUpdatedByType = now, authorID, authorType
}

// date is the value of a sort field that is a date.
func (s *Stamps) date(field string) string {
	if field == "lastUpdated" {
		return dateTime(s.LastUpdated)
	}
	return dateTime(s.CreationDate)
}

// addTo shows the stamps as most objects of the API do.
func (s *Stamps) addTo(answer map[string]any) {
	answer["creationDate"], answer["lastUpdated"] = dateTime(s.CreationDate), dateTime(s.LastUpdated)
	answer["createdById"], answer["createdByType"] = s.CreatedByID, s.CreatedByType
	answer["lastUpdatedById"], answer["lastUpdatedByType"] = s.LastUpdatedByID, s.LastUpdatedByType
}
