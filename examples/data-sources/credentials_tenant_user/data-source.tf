data "credentials_tenant_user" "example" {
  user_name = "zhangsan"
}
