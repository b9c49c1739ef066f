package secret

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
)

const (
	phcPrefix = "$argon2id$v=19$" // 19 is the version of Argon2 that package argon2 implements

	saltLength = 16 // bytes
	hashLength = 32 // bytes

	// The most that Matches is ready to spend on a digest it reads.
	maxMemory = 64 * 1024 // KiB
	maxTime   = 16        // passes
)

// cost of a new digest: about 5 ms of one core. A plan computes one for each write-only secret without a version.
var cost = parameters{memory: 8 * 1024, time: 1, threads: 1}

// slots bounds the memory that digests take when many resources are planned at once.
var slots = make(chan struct{}, runtime.GOMAXPROCS(0))

type parameters struct {
	memory  uint32 // KiB
	time    uint32 // passes
	threads uint8
}

func (p parameters) sane() bool {
	return 0 < p.memory && p.memory <= maxMemory && 0 < p.time && p.time <= maxTime && p.threads > 0
}

// Digest returns a salted, memory-hard digest of value, in PHC string format with Argon2id (RFC 9106). Two digests of
// the same value differ.
func Digest(value string) string {
	salt := make([]byte, saltLength)
	_, _ = rand.Read(salt) // never returns an error
	return phcPrefix + fmt.Sprintf("m=%d,t=%d,p=%d$", cost.memory, cost.time, cost.threads) +
		base64.RawStdEncoding.EncodeToString(salt) + "$" +
		base64.RawStdEncoding.EncodeToString(derive(value, salt, cost))
}

// Matches reports whether digest is one of value. A text that is no digest matches nothing.
func Matches(digest, value string) bool {
	params, salt, hash, ok := parse(digest)
	return ok && subtle.ConstantTimeCompare(hash, derive(value, salt, params)) == 1
}

func derive(value string, salt []byte, p parameters) []byte {
	slots <- struct{}{}
	defer func() { <-slots }()
	return argon2.IDKey([]byte(value), salt, p.time, p.memory, p.threads, hashLength)
}

func parse(digest string) (p parameters, salt, hash []byte, ok bool) {
	rest, found := strings.CutPrefix(digest, phcPrefix)
	parts := strings.Split(rest, "$")
	if !found || len(parts) != 3 {
		return p, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[0], "m=%d,t=%d,p=%d", &p.memory, &p.time, &p.threads); err != nil {
		return p, nil, nil, false
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[1])
	hash, hashErr := base64.RawStdEncoding.DecodeString(parts[2])
	return p, salt, hash, saltErr == nil && hashErr == nil && len(hash) == hashLength && p.sane()
}
