import {
  to = credentials_service_credential.storage
  id = "575ec8687ae143cd83dc4a97/575ecf887ae143cd83dc4aa2"
}
