package main

import (
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
)

// result is what one command on n objects cost.
type result struct {
	workload, command string
	n                 int
	latency           time.Duration // of every answer of the mock server
	figures
}

type results []result

// floors are the workloads that make no request, what others are compared with.
var floors = map[string]string{
	"losant":    "do-nothing, 16 blocks",
	"genesys":   "do-nothing, 12 attributes",
	"oneaccess": "do-nothing, 12 attributes",
}

func (all results) find(workload, command string, n int, latency time.Duration) (result, bool) {
	i := slices.IndexFunc(all, func(r result) bool {
		return r.workload == workload && r.command == command && r.n == n && r.latency == latency
	})
	if i < 0 {
		return result{}, false
	}
	return all[i], true
}

// write writes the table and the plots into a folder.
func (all results) write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // documentation
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "README.md"), []byte(all.table()), 0o644); err != nil { //nolint:gosec // documentation
		return err
	}
	for _, p := range []struct {
		file, title, axis string
		value             func(result) float64
	}{
		{"cpu.svg", "Plan of N unchanged objects: processor time", "seconds of CPU, engine and provider", func(r result) float64 { return r.cpu().Seconds() }},
		{"requests.svg", "Plan of N unchanged objects: requests", "requests", func(r result) float64 { return float64(r.requests) }},
		{"memory.svg", "Plan of N unchanged objects: memory of the provider", "MB, largest", func(r result) float64 { return float64(r.peak) / 1e6 }},
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
		"Written by `make bench`. Each figure is the median of several runs on one machine, against the mock server on a loopback address. " +
		"Compare the ratios within a run; the seconds of one machine are not those of another.\n\n" +
		"*Of the floor* is the processor time beside that of a provider that does nothing with as many objects of a schema of the same size.\n\n" +
		"![Processor time](cpu.svg)\n\n![Requests](requests.svg)\n\n![Memory](memory.svg)\n")
	for _, latency := range all.latencies() {
		fmt.Fprintf(&b, "\n## Latency %s\n\n| | N | requests | CPU, engine | CPU, provider | of the floor | wall | memory of the provider |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n", latency)
		for _, r := range all {
			if r.latency == latency {
				fmt.Fprintf(&b, "| %s: %s | %d | %d | %.2f s | %.2f s | %s | %.2f s | %s |\n",
					r.workload, r.command, r.n, r.requests, r.engine.Seconds(), r.provider.Seconds(), all.ratio(r), r.wall.Seconds(), megabytes(r.peak))
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
	platform, _, _ := strings.Cut(r.workload, ",")
	floor, found := all.find(floors[platform], r.command, r.n, 0)
	if !found {
		return ""
	}
	return fmt.Sprintf("%.2f", r.cpu().Seconds()/floor.cpu().Seconds())
}

func (all results) latencies() (found []time.Duration) {
	for _, r := range all {
		if !slices.Contains(found, r.latency) {
			found = append(found, r.latency)
		}
	}
	return found
}

// plot draws what plans cost against the number of objects, both on logarithmic axes.
func (all results) plot(file, title, axis string, value func(result) float64) error {
	lines := map[string]plotter.XYs{}
	var names []string
	for _, r := range all {
		if r.command != "plan" || r.latency != 0 || value(r) <= 0 {
			continue
		}
		if lines[r.workload] == nil {
			names = append(names, r.workload)
		}
		lines[r.workload] = append(lines[r.workload], plotter.XY{X: float64(r.n), Y: value(r)})
	}
	if len(names) == 0 {
		return nil
	}
	p := plot.New()
	p.BackgroundColor = color.White // legible on a dark page, too
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, "objects", axis
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	p.Legend.Top, p.Legend.Left = true, true
	for i, name := range names {
		line, points, err := plotter.NewLinePoints(lines[name])
		if err != nil {
			return err
		}
		line.Color, line.Dashes = plotutil.Color(i), plotutil.Dashes(i/3)
		points.Color, points.Shape = plotutil.Color(i), plotutil.Shape(i)
		p.Add(line, points)
		p.Legend.Add(name, line, points)
	}
	return p.Save(20*vg.Centimeter, 13*vg.Centimeter, file)
}
