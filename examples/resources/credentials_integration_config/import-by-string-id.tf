import {
  to = credentials_integration_config.web_services
  id = "2cefbe68-cdd8-4f21-89ab-6f3036bafd3d"
}
