using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI;

namespace Sidecar.Host.Tests.Clients.DotNet;

/// <summary>Microsoft.Extensions.AI over OpenAI's library, without its responses: they are a preview, whose latest version it does not
/// support yet (MissingMethodException).</summary>
internal sealed class ExtensionsAi(Uri address) : DotNetClient
{
    private readonly OpenAIClient _client = new(
        new ApiKeyCredential("of-client"), new OpenAIClientOptions
        {
            Endpoint = new Uri(address, "v1"),
            RetryPolicy = new ClientRetryPolicy(0)
        });

    protected override async Task<string> Plain(string model) => Say(await Client(model).GetResponseAsync("hi"));

    protected override async Task<string> Streamed(string model, CancellationTokenSource? hangUp = null)
    {
        var all = new List<ChatResponseUpdate>();
        return await Pieces(
            Client(model).GetStreamingResponseAsync("hi", null, hangUp?.Token ?? default),
            update =>
            {
                all.Add(update);
                return update.Text;
            },
            () => all.ToChatResponse() is var answer ? Ended(answer.Usage?.InputTokenCount, answer.Usage?.OutputTokenCount,
                answer.FinishReason?.ToString()) : "",
            hangUp);
    }

    protected override async Task<string> Tools(string model)
    {
        var options = new ChatOptions
        {
            Tools = [AIFunctionFactory.Create((string city) => city, "get_weather"),
                AIFunctionFactory.Create((string city) => city, "get_time")],
        };
        var answer = await Client(model).GetStreamingResponseAsync("hi", options).ToChatResponseAsync();
        return Calls(answer.Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().Select(c => (c.Name, Text(c.Arguments))));
    }

    protected override async Task<string> Structured(string model) =>
        (await Client(model).GetResponseAsync<Report>("hi", JsonSerializerOptions.Web)).Result.ToString();

    protected override async Task<string> Image(string model) =>
        Say(await Client(model).GetResponseAsync(new ChatMessage(
            ChatRole.User, [new TextContent("what is it?"), new DataContent(Payload.Bytes, "image/png")])));

#pragma warning disable MEAI001 // Its clients for speech are previews.
    protected override async Task<string> Other(string name)
    {
        if (name == "audio-up")
            return (await _client.GetAudioClient(name).AsISpeechToTextClient().GetTextAsync(new MemoryStream(Payload.Bytes))).Text;
        if (name == "audio-down")
            return Payload.Digest((await _client.GetAudioClient(name).AsITextToSpeechClient().GetAudioAsync("hi")).Contents
                .OfType<DataContent>().Single().Data.Span);
        var all = await _client.GetEmbeddingClient(name).AsIEmbeddingGenerator().GenerateAsync(["one", "two"]);
        return $"{JsonSerializer.Serialize(all.Select(e => e.Vector.ToArray()))}, {all.Usage?.InputTokenCount} tokens";
    }
#pragma warning restore MEAI001

    internal static string Text(IEnumerable<KeyValuePair<string, object?>>? arguments) =>
        $"{{{string.Join(',', (arguments ?? []).Select(a => $"\"{a.Key}\":\"{a.Value}\""))}}}";

    private static string Say(ChatResponse answer) => Whole(answer.Text, answer.Usage?.InputTokenCount, answer.Usage?.OutputTokenCount,
        answer.FinishReason?.ToString());

    private IChatClient Client(string model) => _client.GetChatClient(model).AsIChatClient();
}
