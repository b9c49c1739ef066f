package triple

import (
	"strings"
	"time"
)

// Moved reports whether two dates in RFC 3339 are different times: by their fractions if both have them, else by a
// second or more, because a platform may print fractions in the answer to a write and not in a listing. A date that is
// empty or cannot be read has not moved.
func Moved(from, to string) bool { return compare(from, to) != 0 }

// compare returns how to stands to from, by the rule of Moved: -1 if it is earlier, 1 if it is later, else 0.
func compare(from, to string) int {
	a, errA := time.Parse(time.RFC3339, from)
	b, errB := time.Parse(time.RFC3339, to)
	fractions := strings.Contains(from, ".") && strings.Contains(to, ".")
	if errA != nil || errB != nil || !fractions && b.Sub(a).Abs() < time.Second {
		return 0
	}
	return b.Compare(a)
}

// settles reports whether the platform may not yet show a write of that time (RFC 3339).
func (t Tracker) settles(written string) bool {
	at, err := time.Parse(time.RFC3339, written)
	return err == nil && time.Since(at).Abs() < t.Settling
}
