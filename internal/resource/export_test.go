package resource

// CreateFailed is createFailed, for tests.
var CreateFailed = createFailed
