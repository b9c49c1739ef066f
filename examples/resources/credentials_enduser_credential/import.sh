# The GUIDs of the user and the application, and the name of the credential set.
terraform import credentials_enduser_credential.mike_github 2b5f8a3c-7d41-4e0b-9c66-d1a2b3c4e5f6/6c9e917d-e4b0-44e6-83aa-6f01c6ea314f/Default
