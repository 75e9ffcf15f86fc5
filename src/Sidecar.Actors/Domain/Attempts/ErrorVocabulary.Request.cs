namespace Sidecar.Domain.Attempts;

/// <content>Faults of the request itself: a parameter, its content, or something that no other provider would accept either.</content>
internal static partial class ErrorVocabulary
{
    private const string UnsupportedWords = """
        unsupportedparameter unsupportedvalue unknownparameter extraforbidden valueerrorextra unsupportedfeature unsupportedapiformodel
        """;

    private const string UnsupportedPhrases = """
        unsupported parameter
        unsupported value
        unknown parameter
        unrecognized request argument
        extra inputs are not permitted
        #: extra inputs are not permitted
        extra fields not permitted
        property # is unsupported
        property # is not supported
        argument not supported
        the parameter # is not supported
        parameter # is not supported
        parameter # not supported
        # is not supported with this model
        # is not supported by this model
        # is not supported for this model
        model # does not support
        the model # does not support
        this model does not support
        the model does not support
        # does not support tools
        # does not support thinking
        # does not support # with this model
        # tool choice requires
        tools param requires
        no endpoints found that support
        no endpoints found that can handle the requested parameters
        invalid json payload received. unknown name
        the # operation does not work with the specified model
        function calling is not enabled
        developer instruction is not enabled
        json mode is not enabled
        max_tokens: # > #
        max_tokens is too large
        invalid max_tokens value
        `max_tokens` must be less than or equal to
        当前模型不支持
        """;

    private const string ParameterRejectedWords = """
        invalidparameter invalidparametererror parametererror invalidparams
        """;

    private const string ContentRefusedWords = """
        contentpolicyviolation contentfilter contentfiltered contentfiltererror moderationblocked datainspectionfailed
        safetycheckfailed sensitivecontentdetected inputtextsensitivecontentdetected outputtextsensitivecontentdetected
        inputimagesensitivecontentdetected inputtextriskdetection inputimageriskdetection outputtextriskdetection
        responsibleaipolicyviolation invalidprompt
        """;

    private const string ContentRefusedPhrases = """
        *requires moderation and your input was flagged
        *input was flagged
        *prompt was flagged
        *content was flagged
        *message was flagged
        *request was flagged
        *blocked by guardrail
        *guardrail blocked
        *violates our usage polic
        *violates our content polic
        *content management policy
        *content filtering policy
        content violates usage guidelines
        your request was rejected as a result of our safety system
        the response was filtered due to the prompt triggering
        request blocked by guardrail
        input data may contain inappropriate content
        may contain sens
        系统检测到输入或生成内容可能包含不安全或敏感内容
        """;

    private const string RequestRejectedWords = """
        invalidrequest invalidrequesterror invalidargument badrequest badrequesterror notfound notfounderror
        failedprecondition unprocessableentity unprocessableentityerror validation validationerror
        """;
}
