package acctest

import (
	"cmp"
	"flag"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"
)

// AddVariants adds random variants of the texts to a seed corpus, which is all that a plain run of the tests plays: so each run
// meets inputs that none has met before. `make fuzz` looks for inputs by what they cover, and takes its time.
func AddVariants(f *testing.F, texts []string, add func(r *rand.Rand, text string)) {
	f.Helper()
	if Fuzzing() {
		return
	}
	seed := cmp.Or(os.Getenv("TEST_SEED"), strconv.FormatInt(time.Now().UnixNano(), 10))
	f.Logf("The random variants are those of TEST_SEED=%s.", seed)
	number, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		f.Fatal(err)
	}
	r := rand.New(rand.NewPCG(number, 0)) //nolint:gosec // a test that fails can be repeated
	pick := func() string { return texts[r.IntN(len(texts))] }
	for range 100 {
		add(r, variant(r, pick(), pick()))
	}
}

// Fuzzing reports whether `go test` fuzzes.
func Fuzzing() bool { return flag.Lookup("test.fuzz").Value.String() != "" }

// awkward texts are those that decoders are known to stumble over.
var awkward = []string{"null", "{}", "[]", "true", "-1", "1e999", `"`, `\u0000`, "\xff", "\n"}

// variant returns a text with some changes: a part is left out, repeated, or replaced.
func variant(r *rand.Rand, text, other string) string {
	changed := []byte(text)
	part := func(of []byte) (from, to int) {
		from = r.IntN(len(of) + 1)
		return from, from + r.IntN(len(of)-from+1)
	}
	for range 1 + r.IntN(4) {
		from, to := part(changed)
		var instead []byte
		switch r.IntN(4) {
		case 0: // left out
		case 1:
			instead = slices.Repeat(changed[from:to], 2)
		case 2:
			instead = []byte(awkward[r.IntN(len(awkward))])
		case 3:
			otherFrom, otherTo := part([]byte(other))
			instead = []byte(other[otherFrom:otherTo])
		}
		changed = slices.Replace(changed, from, to, instead...)
	}
	return string(changed)
}
