resource "credentials_integration_config" "object-0" {
integration_id = "c209034c-40cf-413d-9686-391bde9b65cd"
notes = "note"
credentials = { basicAuth = "ed5f30bb-a0c3-4320-bdc3-623c61c850ce" }
}
