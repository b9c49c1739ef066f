terraform {
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  genesys {}
}

removed {
  from = credentials_integration_credential.crm

  lifecycle {
    destroy = false
  }
}
