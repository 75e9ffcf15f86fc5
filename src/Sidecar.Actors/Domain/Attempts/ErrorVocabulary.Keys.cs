namespace Sidecar.Domain.Attempts;

/// <content>The key, its account, its balance: the backend rests until that is fixed. And what the key may not do in this one
/// case.</content>
internal static partial class ErrorVocabulary
{
    private const string CredentialsWords = """
        authenticationerror authenticationfailed authenticationfailure autherror authorizederror
        invalidauthentication invalidauthenticationerror
        apikeyinvalid apikeyexpired apikeydisabled apikeyrevoked apikeynotfound invalidapikey invalidapikeyerror incorrectapikey
        incorrectapikeyerror wrongapikey expiredapikey missingapikey invalidkey invalidtoken tokenexpired invalidcredentials
        accessterminated
        billingerror billingnotactive billingdisabled billinghardlimitreached paymentrequired insufficientcredits insufficientcredit
        insufficientbalance insufficientbalanceerror insufficientuserquota exceededcurrentquotaerror arrearage
        accountoverdue accountoverdueerror accountdeactivated accountdisabled accountsuspended
        organizationrestricted organizationdisabled unsupportedcountryregionterritory
        unrecognizedclientexception expiredtokenexception
        consumerinvalid consumersuspended servicedisabled apikeyserviceblocked apikeyipaddressblocked apikeyhttpreferrerblocked
        """;

    private const string ForbiddenWords = """
        permissionerror permissiondenied unauthorized unauthenticated forbidden accessdenied
        """;

    private const string CredentialsPhrases = """
        api key not valid
        api key expired
        api key not found
        invalid api key
        invalid x-api-key
        invalid bearer token
        incorrect api key provided
        incorrect api key
        invalid authentication
        no auth credentials found
        authentication fails
        authentication failed
        login fail
        user location is not supported
        country, region, or territory not supported
        access denied, please make sure your account is in good standing
        access denied due to invalid subscription key
        your credit balance is too low
        insufficient balance
        insufficient credits
        insufficient account balance
        you have run out of credits
        you have exceeded your monthly included credits
        billing hard limit has been reached
        your account is not active
        your account # is not active
        your account # is suspended
        your account # <#> is suspended
        your team # has either used all available credits
        this organization has been disabled
        organization has been restricted
        账户余额不足
        余额不足
        您的账户已欠费
        """;

    private const string NotForThisKeyWords = """
        insufficientscope missingscope missingscopes missingpermissions insufficientpermissions insufficientpermission
        accesstokenscopeinsufficient
        """;

    private const string NotForThisKeyPhrases = """
        this request requires more credits, or fewer max_tokens
        *can only afford
        *requires more credits, or fewer
        *exceeds your remaining
        *exceeds your balance
        *exceeds your available
        insufficient * for this request
        prompt tokens limit exceeded
        you have insufficient permissions for this operation
        *missing scopes
        *missing scope:
        request had insufficient authentication scopes
        *does not have sufficient permissions to call
        *is missing the permission
        access to the # endpoint is denied
        the # permission is required to access this endpoint
        """;
}
