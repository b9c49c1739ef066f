terraform {
  required_version = ">= 1.11"

  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

# The environment variables that the mock server prints say where the platforms are and how to authenticate.
provider "credentials" {}

variable "secret_version" {
  description = "Raised when the secrets have changed: they are written again when it changes, and only then."
  type        = string
}
