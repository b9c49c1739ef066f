import {
  to = credentials_application_key.gateway
  id = "575ec8687ae143cd83dc4a97/575ecf887ae143cd83dc4aa3"
}
