namespace Sidecar.Domain.Attempts;

/// <content>The request is larger than this backend allows: another backend may take it, and none rests.</content>
internal static partial class ErrorVocabulary
{
    private const string TooLargeWords = """
        contextlengthexceeded contextlengthexceedederror contextwindowexceeded contextwindowexceedederror contextlengtherror
        exceedcontextsizeerror maxcontextlengthexceeded modelmaxprompttokensexceeded
        requesttoolarge requestentitytoolarge requestbodytoolarge payloadtoolarge prompttoolong inputtoolong
        tokenslimitreached tokenlimitexceeded
        """;

    private const string TooLargePhrases = """
        this model's maximum context length is
        this endpoint's maximum context length is
        the maximum context length of
        this model's maximum prompt length is
        requested token count exceeds the model's maximum context length
        your input exceeds the context window
        your request exceeded model token limit
        invalid request: your request exceeded model token limit
        prompt is too long
        the prompt is too long
        the prompt (total length #) is too long
        prompt contains # tokens * too large for model
        prompt token count of # exceeds the limit
        prompt exceeds max length
        prompt 超长
        input is too long
        input length and `max_tokens` exceed context limit
        input length # exceeds the maximum length
        the input length exceeds the context length
        input length exceeds maximum context length
        request payload size exceeds the limit
        the input (# tokens) is longer than the model's context length
        the input token count
        input tokens exceed the configured limit
        total tokens of image and text exceed max message tokens
        `inputs` tokens + `max_new_tokens` must be
        input validation error: `inputs` tokens + `max_new_tokens` must be
        input validation error: `inputs` must have less than
        the decoder prompt (length #) is longer than the maximum model length
        you passed # input tokens and requested # output tokens
        request too large
        request body too large
        request exceeds the maximum size
        the request exceeds the available context size
        request (# tokens) exceeds the available context size
        please reduce the length of the messages or completion
        the number of tokens to keep from the initial prompt is greater than the context length
        trying to keep the first # tokens when context the overflows
        range of input length should be
        <400> #: range of input length should be
        invalid params, context window exceeds limit
        context size has been exceeded
        context length exceeded
        too many tokens:
        litellm.contextwindowexceedederror
        """;
}
