terraform {
  required_version = ">= 1.11"

  required_providers {
    credentials = {
      source = "terraform-credentials/credentials"
    }
  }
}

# The environment, which the mock server prints, says where the platforms are and how to enter them.
provider "credentials" {}

variable "secret_version" {
  description = "Raised when the secrets have changed: they are written again when it moves, and only then."
  type        = string
}
