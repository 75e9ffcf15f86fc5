using System.Text;
using System.Text.Json;
using Sidecar.Domain.Backends;
using Sidecar.Domain.Translation;

namespace Sidecar.Domain.Tests.Translation;

/// <summary>An upstream's refusal in the client's dialect: what programs look at first is there.</summary>
public sealed class ToldErrorTests
{
    [Theory]
    [InlineData(400, """{"error":{"message":"x","type":"invalid_request_error","param":"messages","code":null}}""", "invalid_request_error", "invalid_request_error")]
    [InlineData(400, """{"error":{"message":"x","type":"invalid_request_error","code":"context_length_exceeded"}}""", "invalid_request_error", "context_length_exceeded")]
    [InlineData(400, "plain text", "invalid_request_error", "invalid_request_error")]
    [InlineData(500, """{"detail":"x"}""", "server_error", "server_error")]
    public void where_no_code_is_told_the_type_stands_for_it(int status, string body, string type, string code)
    {
        using var told = JsonDocument.Parse(
            AnswerTranslation.Error(Translations.ResponsesToChat, Translated.Facts, status, Encoding.UTF8.GetBytes(body)));

        var error = told.RootElement.GetProperty("error");
        Assert.Equal((type, code), (error.GetProperty("type").GetString(), error.GetProperty("code").GetString()));
    }
}
