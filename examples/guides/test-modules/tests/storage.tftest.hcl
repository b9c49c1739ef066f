variables {
  application_id      = "575ec8687ae143cd83dc4a97"
  account_key         = "first-key"
  account_key_version = "1"
}

run "create" {
  assert {
    condition     = credentials_service_credential.storage.type == "azure"
    error_message = "The credential has another type."
  }
}

run "rotate_in_place" {
  variables {
    account_key         = "second-key"
    account_key_version = "2"
  }

  assert {
    condition     = output.credential_id == run.create.credential_id
    error_message = "Another key has made another credential."
  }
}

run "refuse_a_short_key" {
  command = plan

  variables {
    account_key = "abc"
  }

  expect_failures = [var.account_key]
}
