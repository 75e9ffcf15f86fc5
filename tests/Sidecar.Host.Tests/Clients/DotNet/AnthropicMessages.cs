using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;

namespace Sidecar.Host.Tests.Clients.DotNet;

/// <summary>Anthropic's own library, with its retries as shipped: it obeys x-should-retry.</summary>
internal sealed class AnthropicMessages(Uri address) : DotNetClient, IDisposable
{
    private readonly AnthropicClient _client = new() { BaseUrl = address.ToString().TrimEnd('/'), ApiKey = "of-client" };

    public void Dispose() => _client.Dispose();

    protected override async Task<string> Plain(string model) => Say(await _client.Messages.Create(Ask(model)));

    protected override async Task<string> Streamed(string model, CancellationTokenSource? hangUp = null)
    {
        (long? input, long? output, string? end) = (null, null, null);
        return await Pieces(
            _client.Messages.CreateStreaming(Ask(model), hangUp?.Token ?? default),
            piece =>
            {
                if (piece.TryPickStart(out var start))
                    (input, output) = (start.Message.Usage.InputTokens, start.Message.Usage.OutputTokens);
                if (piece.TryPickDelta(out var last))
                    (input, output, end) = (last.Usage.InputTokens ?? input, last.Usage.OutputTokens, last.Delta.StopReason?.Raw());
                return piece.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var words) ? words.Text : null;
            },
            () => Ended(input, output, end),
            hangUp);
    }

    protected override async Task<string> Tools(string model)
    {
        var schema = new InputSchema(JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(City)!);
        var answer = await _client.Messages.CreateStreaming(Ask(model) with
        {
            Tools = [new Tool { Name = "get_weather", InputSchema = schema }, new Tool { Name = "get_time", InputSchema = schema }],
        }).Aggregate();
        return Calls(answer.Content.Select(block => block.TryPickToolUse(out var use) ? (use.Name, Input(use)) : ("", "")));
    }

    protected override async Task<string> Structured(string model)
    {
        var schema = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(ReportSchema)!;
        var answer = await _client.Messages.Create(
            Ask(model) with { OutputConfig = new OutputConfig { Format = new JsonOutputFormat { Schema = schema } } });
        return JsonSerializer.Deserialize<Report>(TextOf(answer), JsonSerializerOptions.Web)!.ToString();
    }

    protected override async Task<string> Image(string model)
    {
        var source = new Base64ImageSource { Data = Convert.ToBase64String(Payload.Bytes), MediaType = MediaType.ImagePng };
        List<ContentBlockParam> blocks = [new ImageBlockParam { Source = source }, new TextBlockParam { Text = "what is it?" }];
        return Say(await _client.Messages.Create(Ask(model) with { Messages = [new UserMessageParam(blocks)] }));
    }

    protected override async Task<string> Other(string name)
    {
        var counted = await _client.Messages.CountTokens(new MessageCountTokensParams { Model = name, Messages = Ask(name).Messages });
        return $"{counted.InputTokens} tokens";
    }

    private static MessageCreateParams Ask(string model) => new()
    {
        MaxTokens = 100,
        Model = model,
        Messages = [new UserMessageParam("hi")]
    };

    private static string Input(ToolUseBlock use) =>
        $"{{{string.Join(',', use.Input.Select(i => $"\"{i.Key}\":\"{i.Value.GetString()}\""))}}}";

    private static string TextOf(Message answer) => answer.Content[0].TryPickText(out var block) ? block.Text : "no text";

    private static string Say(Message answer) =>
        Whole(TextOf(answer), answer.Usage.InputTokens, answer.Usage.OutputTokens, answer.StopReason?.Raw());
}
