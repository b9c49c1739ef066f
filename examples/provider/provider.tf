terraform {
  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

variable "losant_api_token" {
  type      = string
  sensitive = true
  ephemeral = true
}

# Only platforms that are used need a block, and none do if the environment provides what they need.
provider "credentials" {
  losant {
    api_token = var.losant_api_token # or LOSANT_API_TOKEN
  }

  # Behind a proxy with a certificate authority of its own:
  # http {
  #   ca_file = "proxy.pem"
  # }
}
