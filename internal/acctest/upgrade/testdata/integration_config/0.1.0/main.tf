resource "credentials_integration_config" "object-0" {
integration_id = "7f07d0f5-2740-497a-ad8d-063fac86ae81"
notes = "note"
credentials = { basicAuth = "6e15ca8a-67b2-4679-8048-409e8c47b4c2" }
}
