package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// result is what one command on n objects cost.
type result struct {
	Workload, Command string
	N                 int
	Latency           time.Duration // of every answer of the mock server
	Runs              int           // of which these figures are the median
	Figures           figures
}

// isOf reports whether two results are of the same command on the same objects.
func (r result) isOf(other result) bool {
	return r.Workload == other.Workload && r.Command == other.Command && r.N == other.N && r.Latency == other.Latency
}

type results []result

// floors are the workloads that make no request, what others are compared with.
var floors = map[string]string{
	"losant":    "do-nothing, 16 blocks",
	"genesys":   "do-nothing, 12 attributes",
	"oneaccess": "do-nothing, 12 attributes",
}

func (all results) find(workload, command string, n int, latency time.Duration) (result, bool) {
	i := slices.IndexFunc(all, result{Workload: workload, Command: command, N: n, Latency: latency}.isOf)
	if i < 0 {
		return result{}, false
	}
	return all[i], true
}

// resultsFile keeps the results, so that a later run can add other numbers of objects.
const resultsFile = "results.json"

// read returns the results in a folder; none if there is none yet.
func read(folder string) (all results, err error) {
	document, err := os.ReadFile(filepath.Join(folder, resultsFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return all, json.Unmarshal(document, &all)
}

// with returns the results with more of them, which take the place of those of the same command on the same objects: by
// latency, workload, and number of objects.
func (all results) with(more results) results {
	joined := append(slices.DeleteFunc(slices.Clone(all), func(r result) bool { return slices.ContainsFunc(more, r.isOf) }), more...)
	var places []string
	for _, w := range ownWorkloads() {
		places = append(places, w.name)
	}
	for _, w := range restWorkloads() {
		places = append(places, w.name)
	}
	place := func(r result) int { // what is no workload comes first
		return slices.Index(places, r.Workload)
	}
	slices.SortStableFunc(joined, func(a, b result) int {
		return cmp.Or(cmp.Compare(a.Latency, b.Latency), cmp.Compare(place(a), place(b)), cmp.Compare(a.N, b.N))
	})
	return joined
}

// write writes the table and the plots into a folder.
func (all results) write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // documentation
		return err
	}
	document, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		return err
	}
	for name, content := range map[string]string{"README.md": all.table(), resultsFile: string(document) + "\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil { //nolint:gosec // documentation
			return err
		}
	}
	for _, p := range []struct {
		file, title, axis string
		value             func(result) float64
	}{
		{"cpu.svg", "Plan of N unchanged objects: processor time of engine and provider", "seconds of CPU", func(r result) float64 { return r.Figures.cpu().Seconds() }},
		{"requests.svg", "Plan of N unchanged objects: requests", "requests", func(r result) float64 { return float64(r.Figures.Requests) }},
		{"memory.svg", "Plan of N unchanged objects: memory of the provider", "MB, largest", func(r result) float64 { return float64(r.Figures.Peak) / 1e6 }},
	} {
		if err := all.plot(filepath.Join(folder, p.file), p.title, p.axis, p.value); err != nil {
			return err
		}
	}
	return nil
}

func (all results) table() string {
	var b strings.Builder
	b.WriteString("# What plans and applies cost\n\n" +
		"Written by `make bench`. Each figure is the median of the runs in its line, on one machine, against the mock server on a loopback address. " +
		"Compare the ratios within a run; the seconds of one machine are not those of another.\n\n" +
		"Reads *within the limits* keep the request rate that the provider keeps by default, such as 300 a minute on Genesys Cloud. All others are not limited.\n\n" +
		"*Of the floor* is the processor time beside that of a provider that does nothing with as many objects of a schema of the same size.\n\n" +
		"![Processor time](cpu.svg)\n\n![Requests](requests.svg)\n\n![Memory](memory.svg)\n")
	for _, latency := range all.latencies() {
		fmt.Fprintf(&b, "\n## Latency %s\n\n| | N | runs | requests | CPU, engine | CPU, provider | of the floor | wall | memory of the provider |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n", latency)
		for _, r := range all {
			if f := r.Figures; r.Latency == latency {
				fmt.Fprintf(&b, "| %s: %s | %d | %d | %d | %.2f s | %.2f s | %s | %.2f s | %s |\n",
					r.Workload, r.Command, r.N, r.Runs, f.Requests, f.Engine.Seconds(), f.Provider.Seconds(), all.ratio(r), f.Wall.Seconds(), megabytes(f.Peak))
			}
		}
	}
	return b.String()
}

func megabytes(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%d MB", bytes/1e6)
}

func (all results) ratio(r result) string {
	platform, _, _ := strings.Cut(r.Workload, ",")
	floor, found := all.find(floors[platform], strings.TrimSuffix(r.Command, withinLimits), r.N, 0)
	if !found {
		return ""
	}
	return fmt.Sprintf("%.2f", r.Figures.cpu().Seconds()/floor.Figures.cpu().Seconds())
}

func (all results) latencies() (found []time.Duration) {
	for _, r := range all {
		if !slices.Contains(found, r.Latency) {
			found = append(found, r.Latency)
		}
	}
	return found
}
