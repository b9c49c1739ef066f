# The service credential exists already: the demo makes it with Losant's API first, and puts its id here. Once it has been applied,
# this block has done its work and can go.
import {
  to = credentials_service_credential.dave
  id = "575ec8687ae143cd83dc4a97/EXISTING"
}
