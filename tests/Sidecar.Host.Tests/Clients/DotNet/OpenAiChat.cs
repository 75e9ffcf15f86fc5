using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;

namespace Sidecar.Host.Tests.Clients.DotNet;

internal sealed class OpenAiChat(Uri address) : DotNetClient
{
    private static readonly ChatTool[] Both =
        [ChatTool.CreateFunctionTool("get_weather", null, BinaryData.FromString(City)),
            ChatTool.CreateFunctionTool("get_time", null, BinaryData.FromString(City))];

    private readonly OpenAIClient _client = new(
        new ApiKeyCredential("of-client"), new OpenAIClientOptions
        {
            Endpoint = new Uri(address, "v1"),
            RetryPolicy = new ClientRetryPolicy(0)
        });

    protected override Task<string> Plain(string model) => Say(model, new UserChatMessage("hi"));

    protected override async Task<string> Streamed(string model, CancellationTokenSource? hangUp = null)
    {
        ChatTokenUsage? usage = null;
        ChatFinishReason? end = null;
        return await Pieces(
            _client.GetChatClient(model).CompleteChatStreamingAsync([new UserChatMessage("hi")], null, hangUp?.Token ?? default),
            update =>
            {
                (usage, end) = (update.Usage ?? usage, update.FinishReason ?? end);
                return string.Concat(update.ContentUpdate.Select(part => part.Text));
            },
            () => Ended(usage?.InputTokenCount, usage?.OutputTokenCount, end?.ToString()),
            hangUp);
    }

    protected override async Task<string> Tools(string model)
    {
        var calls = new SortedDictionary<int, (string Name, StringBuilder Input)>();
        var options = new ChatCompletionOptions { Tools = { Both[0], Both[1] } };
        await foreach (var update in _client.GetChatClient(model).CompleteChatStreamingAsync([new UserChatMessage("hi")], options))
            foreach (var call in update.ToolCallUpdates)
            {
                if (call.FunctionName is { } name)
                    calls[call.Index] = (name, new StringBuilder());
                calls[call.Index].Input.Append(call.FunctionArgumentsUpdate);
            }
        return Calls(calls.Values.Select(c => (c.Name, c.Input.ToString())));
    }

    protected override async Task<string> Structured(string model)
    {
        var format = ChatResponseFormat.CreateJsonSchemaFormat("report", BinaryData.FromString(ReportSchema), jsonSchemaIsStrict: true);
        var answer = await _client.GetChatClient(model).CompleteChatAsync(
            [new UserChatMessage("hi")], new ChatCompletionOptions { ResponseFormat = format });
        return JsonSerializer.Deserialize<Report>(answer.Value.Content[0].Text, JsonSerializerOptions.Web)!.ToString();
    }

    protected override Task<string> Image(string model) => Say(
        model, new UserChatMessage(ChatMessageContentPart.CreateTextPart("what is it?"),
            ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(Payload.Bytes), "image/png")));

    protected override async Task<string> Other(string name)
    {
        if (name == "embeddings")
        {
            var all = (await _client.GetEmbeddingClient(name).GenerateEmbeddingsAsync(["one", "two"])).Value;
            return $"{JsonSerializer.Serialize(all.Select(e => e.ToFloats().ToArray()))}, {all.Usage.InputTokenCount} tokens";
        }
        var audio = _client.GetAudioClient(name);
        return name == "audio-up"
            ? (await audio.TranscribeAudioAsync(new MemoryStream(Payload.Bytes), "speech.wav")).Value.Text
            : Payload.Digest((await audio.GenerateSpeechAsync("hi", GeneratedSpeechVoice.Alloy)).Value);
    }

    private async Task<string> Say(string model, ChatMessage message)
    {
        var answer = (await _client.GetChatClient(model).CompleteChatAsync(message)).Value;
        return Whole(answer.Content[0].Text, answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.FinishReason.ToString());
    }
}
