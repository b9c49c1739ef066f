package redact

import "strings"

// isListed reports whether a text consists of listed words, in any letter case, singular or plural.
func isListed(text string) bool {
	words := strings.FieldsFunc(text, func(c rune) bool { return !isWord(c) })
	for _, word := range words {
		word = strings.Map(fold, strings.ReplaceAll(word, "_", ""))
		if !listed[word] && !listed[strings.TrimSuffix(word, "s")] {
			return false
		}
	}
	return len(words) > 0
}

// listed are words that a message may say although they stand in a secret: what credentials are made of, and the names of
// the platforms' properties without their underscores.
var listed = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(vocabulary + properties) {
		words[strings.ToLower(word)] = true
	}
	return words
}()

const vocabulary = `
account address application authorization basic bearer certificate client code configuration connection content credential
data database description digit directory disabled domain email enabled encrypted expired field format function header host
identifier integration invalid invalidated issuer key letter login message method missing name number organization parameter
passphrase password pattern permission phrase policy port private property protocol public redirect region request required
resource response scope secret serial server service session signature string subject tenant timeout token type unique update
user username value variable version webhook
`

// properties are those of the contracts.
const properties = `
accessKeyId accessToken accountId accountKey accountName accountSid accountType addressFilterType addUserCredentials advanced
algorithm apiKey apiKeyId apiKeySecret apiKeySid apiSecret apiToken applicationApiToken applicationGuid applicationId
applicationKey audioHook authMethod authorizedGrantType authToken automationVariable automationVariableGuid aws azure
basicAuth caCertificate certificateKeyPair changePwdScript channelUri clientCertificate clientCredentials clientEmail clientId
clientSecret cloneUrl committerEmail committerName commonName connectionUri contextId createdBy createdById createdByType
createdDate creationDate creatorId creatorName creatorType credentialField credentialGuid credentialName
credentialSet credentialSetGuid credentialType customerToken datadog dateCreated dateModified dateToDelete deviceId
deviceTag disableSslVerification displayOrder displayType divisionId enduser enduserCredential entraId errorCode
errorDescription expirationDate expiresIn extension featureCategory fieldName filterType fingerprint fromNumberId
generatePrivateKey grantType gwAddress integrationConfig integrationId integrationType intendedState issuerName
itemId itemName keyJson keyMetaJson lastUpdated lastUpdatedBy lastUpdatedById lastUpdatedByType linkedResource loggly
loginName loginUrl mailgun mdmConfiguration modifiedById modifiedDate mongodb nextUri notValidAfter notValidBefore
oauthClient orgCode orgId organizationId pageCount pageNumber pageSize portalAccountId previousUri privateKey privateKeyId
privilegeId privilegeName projectId pubTopic publicKey publicValue pureCloudOAuthClient queryParam redirectUri
registeredRedirectUri relationType reportedState roleCode roleId roleName secretAccessKey secretValue secureConnection selfUri
sendgrid sensitive serialNumber serviceAccount serviceCredential snowflake subTopic tenantId tokenType tokenUri totalCount
twilio typeId uriMatch userDefined userDefinedOAuth userGuid userId userName whatsapp
`
