# The id of the integration.
terraform import credentials_integration_config.web_services 2cefbe68-cdd8-4f21-89ab-6f3036bafd3d
