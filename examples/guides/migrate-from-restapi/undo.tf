terraform {
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

provider "credentials" {
  losant {}
}

removed {
  from = credentials_service_credential.storage

  lifecycle {
    destroy = false
  }
}
