using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI;
using ChatTokenUsage = OpenAI.Chat.ChatTokenUsage;

namespace Sidecar.Host.Tests.Clients.DotNet;

/// <summary>Semantic Kernel's chat service, over OpenAI's library.</summary>
internal sealed class SemanticKernelChat(Uri address) : DotNetClient
{
    private readonly OpenAIClient _client = new(
        new ApiKeyCredential("of-client"), new OpenAIClientOptions
        {
            Endpoint = new Uri(address, "v1"),
            RetryPolicy = new ClientRetryPolicy(0)
        });

    protected override async Task<string> Plain(string model) => Say(await Service(model).GetChatMessageContentAsync("hi"));

    protected override async Task<string> Streamed(string model, CancellationTokenSource? hangUp = null)
    {
        var last = new Dictionary<string, object?>();
        return await Pieces(
            Service(model).GetStreamingChatMessageContentsAsync("hi", cancellationToken: hangUp?.Token ?? default),
            piece =>
            {
                foreach (var (name, value) in piece.Metadata ?? last)
                    last[name] = value ?? last.GetValueOrDefault(name);
                return piece.Content;
            },
            () => Ended(last),
            hangUp);
    }

    protected override async Task<string> Tools(string model)
    {
        List<KernelFunction> functions =
            [KernelFunctionFactory.CreateFromMethod((string city) => city, "get_weather"),
                KernelFunctionFactory.CreateFromMethod((string city) => city, "get_time")];
        var kernel = new Kernel();
        kernel.Plugins.AddFromFunctions("tools", functions);
        var settings = new OpenAIPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto(autoInvoke: false) };
        var calls = new FunctionCallContentBuilder();
        await foreach (var piece in Service(model).GetStreamingChatMessageContentsAsync("hi", settings, kernel))
            calls.Append(piece);
        return Calls(calls.Build().Select(c => (c.FunctionName, ExtensionsAi.Text(c.Arguments))));
    }

    protected override async Task<string> Structured(string model)
    {
        var answer = await Service(model).GetChatMessageContentAsync(
            "hi", new OpenAIPromptExecutionSettings { ResponseFormat = typeof(Report) });
        return JsonSerializer.Deserialize<Report>(answer.Content!, JsonSerializerOptions.Web)!.ToString();
    }

    protected override async Task<string> Image(string model)
    {
        var history = new ChatHistory();
        history.AddUserMessage([new TextContent("what is it?"), new ImageContent(Payload.Bytes, "image/png")]);
        return Say((await Service(model).GetChatMessageContentsAsync(history))[0]);
    }

#pragma warning disable SKEXP0001, SKEXP0010, CS0618 // Its services for speech and embeddings are previews; others are to come.
    protected override async Task<string> Other(string name)
    {
        if (name == "embeddings")
            return JsonSerializer.Serialize((await new OpenAITextEmbeddingGenerationService(name, _client)
                .GenerateEmbeddingsAsync(["one", "two"])).Select(e => e.ToArray()));
        if (name == "audio-up")
            return (await new OpenAIAudioToTextService(name, _client).GetTextContentsAsync(
                new AudioContent(Payload.Bytes, "audio/wav"), new OpenAIAudioToTextExecutionSettings("speech.wav")))[0].Text!;
        using var http = new HttpClient { BaseAddress = new Uri(address, "v1") };
        var sounds = await new OpenAITextToAudioService(name, "of-client", null, http).GetAudioContentsAsync(
            "hi", new OpenAITextToAudioExecutionSettings("alloy"));
        return Payload.Digest(sounds[0].Data!.Value.Span);
    }
#pragma warning restore SKEXP0001, SKEXP0010, CS0618

    private static string Say(ChatMessageContent answer) => $"{answer.Content}, {Ended(answer.Metadata!)}";

    private static string Ended(IReadOnlyDictionary<string, object?> metadata)
    {
        var usage = metadata.GetValueOrDefault("Usage") as ChatTokenUsage;
        return Ended(usage?.InputTokenCount, usage?.OutputTokenCount, metadata.GetValueOrDefault("FinishReason")?.ToString());
    }

    private OpenAIChatCompletionService Service(string model) => new(model, _client);
}
