// Package pagetest looks at the mock server's page in a headless Chromium. It is a module of its own, so that the
// provider's has nothing of a browser; `make test-page` runs it.
package pagetest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// update is how long the page may take to show what has changed.
const update = 2 * time.Second

// credentials is the collection of the built-in application.
const credentials = "/losant/applications/575ec8687ae143cd83dc4a97/credentials"

// start starts a mock server and returns its URL.
func start(t *testing.T, arguments ...string) (url string) {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "mockserver")
	build := exec.Command("go", "build", "-ldflags", "-X main.version=1.2.3", "-o", binary, ".")
	build.Dir, build.Stderr = "..", os.Stderr
	if err := build.Run(); err != nil {
		t.Fatal(err)
	}
	server := exec.Command(binary, append([]string{"-addr", "127.0.0.1:0"}, arguments...)...)
	server.Stderr = os.Stderr
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = server.Process.Kill()
		_ = server.Wait()
	})
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "# ready"; {
		if value, ok := strings.CutPrefix(lines.Text(), "export MOCKSERVER_URL="); ok {
			url = strings.Trim(value, "'")
		}
	}
	return url
}

// call sends a request as the provider does, and returns what is answered.
func call(t *testing.T, method, url, body string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer lo-8c2f6b17e4d09a53")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// browser opens a page in a headless Chromium that is closed when the test ends. It fails on requests to elsewhere.
func browser(t *testing.T, url string, width int64) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox) // root has none
	if path := os.Getenv("CHROMIUM"); path != "" {
		options = append(options, chromedp.ExecPath(path))
	}
	allocator, end := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(end)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	ctx, end = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(end)
	chromedp.ListenTarget(ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok {
			if to := sent.Request.URL; to != url+"/" && !strings.HasPrefix(to, "data:") {
				t.Errorf("the page loads %s", to)
			}
		}
	})
	do(t, ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(url+"/"))
	return ctx
}

func do(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// value returns what a JavaScript expression is on the page.
func value[T any](t *testing.T, ctx context.Context, expression string) (result T) {
	t.Helper()
	do(t, ctx, chromedp.Evaluate(expression, &result))
	return result
}

func text(t *testing.T, ctx context.Context, selector string) string {
	t.Helper()
	return value[string](t, ctx, fmt.Sprintf("document.querySelector(%q).innerText", selector))
}

// soon fails unless the page shows something within the time that it has for that.
func soon(t *testing.T, ctx context.Context, what string, shown func() bool) {
	t.Helper()
	for deadline := time.Now().Add(update); !shown(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %v; the page shows:\n%s", what, update, text(t, ctx, "body"))
		}
	}
}

func TestPageShowsWhatIsHere(t *testing.T) {
	url := start(t)
	ctx := browser(t, url, 1280)
	if title, heading := value[string](t, ctx, "document.title"), text(t, ctx, "h1"); title != "Mock server" || heading != "Mock server" {
		t.Errorf("title %q, heading %q", title, heading)
	}
	if environment := text(t, ctx, "#environment"); !strings.Contains(environment, "export MOCKSERVER_URL='"+url+"'") {
		t.Errorf("the environment is %s", environment)
	}
	objects := text(t, ctx, "#objects")
	for _, platform := range []string{"Applivery", "Genesys Cloud", "HelloID", "Losant", "Huawei Cloud OneAccess", "credentialSets", "Github"} {
		if !strings.Contains(objects, platform) {
			t.Errorf("%s is not among the objects", platform)
		}
	}
	if tables := value[[]string](t, ctx, "[...document.querySelectorAll('#objects table')].map(t => t.innerText.trim())"); !slices.Contains(tables, "apiTokens: none") {
		t.Errorf("no empty table for a collection without objects: %q", tables)
	}

	call(t, http.MethodPost, url+credentials, `{"name": "<b id=markup>bold</b><script>document.title = 'taken'</script>", "type": "azure", "azureConfig": {"account": "a", "accountKey": "my-s3cret"}}`)
	soon(t, ctx, "the new object", func() bool { return strings.Contains(text(t, ctx, "#objects"), "<b id=markup>bold</b>") })
	if value[bool](t, ctx, "document.getElementById('markup') !== null") || value[string](t, ctx, "document.title") != "Mock server" {
		t.Error("what a platform holds is markup")
	}
	if page := value[string](t, ctx, "document.documentElement.outerHTML"); strings.Contains(page, "my-s3cret") || !strings.Contains(page, "(masked)") {
		t.Error("a secret is not masked")
	}
	call(t, http.MethodDelete, url+credentials+"/575ec8687ae143cd83dc4a97", "")
	soon(t, ctx, "the last request", func() bool {
		rows := value[[]string](t, ctx, "[...document.querySelectorAll('#requests tbody tr')].map(r => r.innerText)")
		return len(rows) == 2 && strings.Contains(rows[0], "DELETE") && strings.Contains(rows[0], "404") && strings.Contains(rows[1], "POST") && strings.Contains(rows[1], "201")
	})
}

func TestFaultsAndReset(t *testing.T) {
	const words = "GET * status=503 retry-after=2s times=1"
	url := start(t)
	ctx := browser(t, url, 1280)
	add := func(fault string) {
		do(t, ctx, chromedp.SetValue(`#faults [name=platform]:not([type=hidden])`, "losant"), chromedp.SendKeys(`#faults [name=fault]`, fault+"\r"))
	}
	add(words)
	checkbox := "#faults input[type=checkbox]"
	soon(t, ctx, "the new fault", func() bool { return strings.Contains(text(t, ctx, "#faults"), words) })
	if !value[bool](t, ctx, fmt.Sprintf("document.querySelector(%q).checked", checkbox)) {
		t.Error("it is not checked")
	}
	if answer := call(t, http.MethodGet, url+credentials, ""); !strings.Contains(answer, "injected fault") {
		t.Errorf("it does not strike: %s", answer)
	}
	soon(t, ctx, "that it has struck", func() bool { return strings.Contains(text(t, ctx, "#faults"), "struck once") })
	do(t, ctx, chromedp.Click(checkbox))
	soon(t, ctx, "the end of the fault", func() bool { return !strings.Contains(text(t, ctx, "#faults"), words) })
	if faults := call(t, http.MethodGet, url+"/_mock/faults", ""); strings.Contains(faults, "503") {
		t.Errorf("it is still there: %s", faults)
	}
	add("GET * status=soon")
	soon(t, ctx, "what is wrong", func() bool { return strings.Contains(text(t, ctx, "#faults"), "status") })
	if typed := value[string](t, ctx, "document.querySelector('#faults [name=fault]').value"); typed != "GET * status=soon" {
		t.Errorf("what was typed is gone: %q", typed)
	}

	call(t, http.MethodPost, url+credentials, `{"name": "made", "type": "azure", "azureConfig": {"account": "a", "accountKey": "my-s3cret"}}`)
	soon(t, ctx, "the new object", func() bool { return strings.Contains(text(t, ctx, "#objects"), "made") })
	do(t, ctx, chromedp.Click("#reset"))
	soon(t, ctx, "the reset", func() bool {
		return !strings.Contains(text(t, ctx, "#objects"), "made") && strings.Contains(text(t, ctx, "#requests"), "None yet")
	})
}

// A narrow window needs no sideways scrolling, however long what is shown is, in either scheme of colours, and no word
// becomes a column of letters.
func TestNarrowAndDark(t *testing.T) {
	url := start(t, "-losant.fault", "GET /applications/{applicationId}/credentials/{credentialId}/linkedResources status=503 retry-after=2s body="+strings.Repeat("long", 50))
	call(t, http.MethodPost, url+credentials, `{"name": "`+strings.Repeat("long", 50)+`", "type": "azure", "azureConfig": {"account": "a", "accountKey": "my-s3cret"}}`)
	ctx := browser(t, url, 360)
	light := value[string](t, ctx, "getComputedStyle(document.body).backgroundColor")
	for scheme := range map[string]bool{"light": true, "dark": true} {
		do(t, ctx, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
		if width := value[int](t, ctx, "document.documentElement.scrollWidth"); width > 360 {
			t.Errorf("%s: it is %d px wide", scheme, width)
		}
		if height := value[int](t, ctx, "Math.max(...[...document.querySelectorAll('caption')].map(c => c.offsetHeight))"); height > 60 {
			t.Errorf("%s: a caption is %d px high", scheme, height)
		}
		background := value[string](t, ctx, "getComputedStyle(document.body).backgroundColor")
		if isLight := background == light; isLight != (scheme == "light") {
			t.Errorf("%s: the background is %s", scheme, background)
		}
	}
}

// With SCREENSHOT, the page of the guide is written to that file.
func TestScreenshot(t *testing.T) {
	file := os.Getenv("SCREENSHOT")
	if file == "" {
		t.Skip("SCREENSHOT names no file")
	}
	url := start(t, "-addr", "127.0.0.1:8484", "-losant.fault", "POST * status=503 retry-after=2s times=1")
	call(t, http.MethodPost, url+credentials, `{"name": "storage", "type": "azure", "azureConfig": {"account": "store", "accountKey": "my-s3cret"}}`)
	call(t, http.MethodPost, url+credentials, `{"name": "storage", "type": "azure", "azureConfig": {"account": "store", "accountKey": "my-s3cret"}}`)
	call(t, http.MethodGet, url+credentials, "")
	width := int64(1100)
	if os.Getenv("NARROW") != "" {
		width = 360
	}
	ctx := browser(t, url, width)
	if scheme := os.Getenv("SCHEME"); scheme != "" {
		do(t, ctx, emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}))
	}
	var picture []byte
	do(t, ctx, chromedp.EmulateViewport(width, 1200),
		chromedp.Evaluate(`[...document.querySelectorAll('h3')].find(h => h.innerText === 'Losant').scrollIntoView()`, nil),
		chromedp.CaptureScreenshot(&picture))
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		t.Fatal(err)
	}
}
