namespace Sidecar.Domain.Attempts;

/// <content>The backend does not have this model, for this key or at all: the model is left out here for a while, the backend stays in
/// use.</content>
internal static partial class ErrorVocabulary
{
    private const string ModelAbsentWords = """
        modelnotfound modelnotfounderror modelnotexist modeldoesnotexist modelnotavailable modelnotsupported modeldecommissioned
        modeldeprecated modeldeactivated modelretired modelterminated
        invalidmodel invalidmodelerror unknownmodel unavailablemodel nosuchmodel
        modelnotopen modelaccessdenied keymodelaccessdenied teammodelaccessdenied usermodelaccessdenied noaccess
        deploymentnotfound dedicatedendpointnotrunning invalidendpointnotfound invalidendpointormodelnotfound
        invalidendpointormodelmodelidaccessdisabled modelpermissionblockedorg modelpermissionblockedproject
        """;

    private const string ModelAbsentPhrases = """
        the model # does not exist
        model # does not exist
        model does not exist
        model not exist
        the requested model # does not exist
        requested model # does not exist
        the model or endpoint # does not exist
        the api deployment for this resource does not exist
        model not found
        model # not found
        the model # not found
        the model # was not found
        the model # is not found
        model # was not found
        the requested model was not found
        models/# is not found
        publisher model # was not found
        publisher model # not found
        not found the model
        model: #$
        model: # not found
        this model does not exist
        model is not available
        model is not supported
        model not supported
        unsupported model
        the requested model is not available
        the provided model identifier is invalid
        could not resolve the foundation model
        could not find real modelid
        aierror: no such model
        function #: not found for account
        no endpoints found for
        no endpoints found matching your data policy
        no allowed providers are available for the selected model
        # is not a valid model
        invalid model
        #: invalid model name passed in
        {'error': '#: invalid model name passed in
        400: {'error': 'invalid model name passed in
        unknown model
        no such model
        the model # is not available
        model # is not available
        requested model # is not available
        this model is not available
        model disabled
        the requested model is not supported
        the requested model # is not supported
        the model # is not supported
        the model # has been decommissioned
        the model # has been deprecated
        the model # has been retired
        the model # has reached its end of life
        the model # is deprecated
        the model # is no longer available
        this model is no longer available
        unable to access model
        unable to access non-serverless model
        the dedicated endpoint for # is not running
        project # does not have access to model
        you do not have access to the model
        you don't have access to the model
        your account # has not activated the model
        no access to model
        access to model # is restricted
        access to model denied
        the model # is blocked at the
        you are not allowed to sample from this model
        you don't have access to this model
        user # is not authorized to access model
        invocation of model id # with on-demand throughput
        model access denied
        team not allowed to access model
        key not allowed to access model
        the model # does not support the # api
        模型不存在
        """;
}
