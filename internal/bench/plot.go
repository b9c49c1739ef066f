package main

import (
	"image/color"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/palette/brewer"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/plotutil"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// The size of a plot, and how much of it the legend takes at the right.
const (
	width, height = 24 * vg.Centimeter, 12 * vg.Centimeter
	legendWidth   = 7 * vg.Centimeter
)

// plot draws what plans cost against the number of objects, both on logarithmic axes.
func (all results) plot(file, title, axis string, value func(result) float64) error {
	lines := map[string]plotter.XYs{}
	var names []string
	for _, r := range all {
		if r.Command != "plan" || r.Latency != 0 || value(r) <= 0 {
			continue
		}
		if lines[r.Workload] == nil {
			names = append(names, r.Workload)
		}
		lines[r.Workload] = append(lines[r.Workload], plotter.XY{X: float64(r.N), Y: value(r)})
	}
	if len(names) == 0 {
		return nil
	}
	plot.DefaultFont = font.Font{Typeface: "Liberation", Variant: "Sans"}
	p := plot.New()
	p.BackgroundColor = color.White // legible on a dark page, too
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, "objects", axis
	p.Title.Padding, p.X.Label.Padding, p.Y.Label.Padding = vg.Points(8), vg.Points(4), vg.Points(4)
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = ticks(1), ticks(1, 2, 5)
	p.Add(plotter.NewGrid())
	legend := plot.NewLegend()
	legend.Top, legend.Left, legend.Padding = true, true, vg.Points(4)
	palette, err := brewer.GetPalette(brewer.TypeQualitative, "Paired", 12)
	if err != nil {
		return err
	}
	colours := slices.Delete(palette.Colors(), 10, 11) // yellow, which hardly shows on white
	var kinds []string                                 // one colour each
	for i, name := range names {
		line, points, err := plotter.NewLinePoints(lines[name])
		if err != nil {
			return err
		}
		kind, isDigest := strings.CutSuffix(name, ", digest")
		kind = strings.TrimSuffix(kind, ", version")
		if !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
		hue := colours[slices.Index(kinds, kind)%len(colours)]
		line.Color, points.Color, points.Shape = hue, hue, plotutil.Shape(i)
		if isDigest {
			line.Dashes = plotutil.Dashes(1)
		}
		p.Add(line, points)
		legend.Add(name, line, points)
	}
	p.Y.Min, p.Y.Max = p.Y.Min/1.3, p.Y.Max*1.3
	return save(file, p, legend)
}

// save draws a plot with its legend beside it, so that neither covers the other.
func save(file string, p *plot.Plot, legend plot.Legend) error {
	canvas := vgsvg.New(width, height)
	whole := draw.New(canvas)
	whole.SetColor(color.White)
	whole.Fill(whole.Rectangle.Path())
	const margin = 10
	p.Draw(draw.Crop(whole, margin, -legendWidth, margin, -margin))
	legend.Draw(draw.Crop(whole, width-legendWidth+margin, 0, 0, -4*margin))
	f, err := os.Create(file) //nolint:gosec // in the folder that the caller names
	if err != nil {
		return err
	}
	if _, err := canvas.WriteTo(f); err != nil {
		return err
	}
	return f.Close()
}

// ticks labels the steps of each power of ten.
func ticks(steps ...float64) plot.TickerFunc {
	return func(least, most float64) (all []plot.Tick) {
		for power := math.Floor(math.Log10(least)); power <= math.Ceil(math.Log10(most)); power++ {
			for _, step := range steps {
				if value := step * math.Pow(10, power); least <= value && value <= most {
					all = append(all, plot.Tick{Value: value, Label: strconv.FormatFloat(value, 'g', -1, 64)})
				}
			}
		}
		return all
	}
}
