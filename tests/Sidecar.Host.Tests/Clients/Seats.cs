using System.Globalization;
using Sidecar.Host.Tests.Clients.DotNet;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Clients;

/// <summary>All clients under test, each against a Sidecar of its own and all at the same time, since most of it is waiting.</summary>
internal static class Seats
{
    // A reasoning model may be silent for 70 s; ./check makes do with less (SIDECAR_CLIENTS_SILENCE=70 for the whole time).
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("SIDECAR_CLIENTS_SILENCE") ?? "3", CultureInfo.InvariantCulture));

    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(100) + Silence;

    private static readonly IReadOnlyList<Seat> Native =
    [
        Npm.Seat("openai/chat", $"{Npm.Version("openai")} (npm), chat", Cases.WithAudio),
        Npm.Seat("openai/responses", $"{Npm.Version("openai")} (npm), responses", Cases.WithCount),
        Npm.Seat("anthropic/messages", $"{Npm.Version("@anthropic-ai/sdk")} (npm), messages", Cases.WithCount),
        Npm.Seat("ai/chat", $"{Npm.Version("ai")} with {Npm.Version("@ai-sdk/openai")} (npm), chat", Cases.WithAudio),
        Npm.Seat("ai/responses", $"{Npm.Version("ai")} with {Npm.Version("@ai-sdk/openai")} (npm), responses", Cases.OfChat),
        Npm.Seat("ai/compatible", $"{Npm.Version("ai")} with {Npm.Version("@ai-sdk/openai-compatible")} (npm), chat", Cases.WithEmbeddings),
        Npm.Seat("ai/messages", $"{Npm.Version("ai")} with {Npm.Version("@ai-sdk/anthropic")} (npm), messages", Cases.OfChat),
        Npm.Seat("langchain/chat", $"{Npm.Version("@langchain/openai")} (npm), chat", Cases.WithEmbeddings),
        Npm.Seat("langchain/responses", $"{Npm.Version("@langchain/openai")} (npm), responses", Cases.OfChat),
        NuGet.Seat("OpenAI/chat", "OpenAI", "chat", Cases.WithAudio, address => new OpenAiChat(address)),
        NuGet.Seat("OpenAI/responses", "OpenAI", "responses", Cases.OfChat, address => new OpenAiResponses(address)),
        NuGet.Seat("Microsoft.Extensions.AI/chat", "Microsoft.Extensions.AI.OpenAI", "chat", Cases.WithAudio, address =>
            new ExtensionsAi(address)),
        NuGet.Seat("SemanticKernel/chat", "Microsoft.SemanticKernel.Connectors.OpenAI", "chat", Cases.WithAudio, address =>
            new SemanticKernelChat(address)),
        NuGet.Seat("Anthropic/messages", "Anthropic", "messages", Cases.WithCount, address => new AnthropicMessages(address)),
    ];

    public static IReadOnlyList<Seat> All { get; } =
        [.. Native, .. Native.Where(seat => !seat.Id.EndsWith("/chat", StringComparison.Ordinal) && seat.Id != "ai/compatible")
            .Select(seat => seat.OverChat())];

    private static readonly SemaphoreSlim AtOnce = new(7);

    private static readonly Lazy<IReadOnlyDictionary<string, Task<IReadOnlyDictionary<string, string>>>> Running =
        new(() => All.Where(seat => seat.Missing is null).ToDictionary(seat => seat.Id, seat => Task.Run(() => RunAsync(seat))));

    /// <summary>What the client's code saw, by case.</summary>
    public static Task<IReadOnlyDictionary<string, string>> Saw(Seat seat) => Running.Value[seat.Id];

    private static async Task<IReadOnlyDictionary<string, string>> RunAsync(Seat seat)
    {
        await AtOnce.WaitAsync();
        try
        {
            await using var upstream = await ClientUpstream.Start(Silence);
            await using var sidecar = await RunningSidecar.Start(Text(seat, upstream));
            var seen = await seat.Run(sidecar.Address, seat.AllCases);
            // When the client hangs up, Sidecar must hang up on its upstream.
            Assert.True(await upstream.HungUp.Task.WaitAsync(Bounds.Wait)
                .ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default),
                $"{seat.Id} saw {seen["abort"]}, and its upstream was never left");
            return seen;
        }
        finally
        {
            AtOnce.Release();
        }
    }

    /// <summary>Where else the client's packages do it, or that they do not.</summary>
    public static string Without(Seat seat, string name) =>
        Native.FirstOrDefault(other => other.Packages == seat.Packages && other.Cases.Contains(name)) is { } other
            ? $"see {other.Title[(seat.Packages.Length + 2)..]}" : "the client has no call for it";

    // Each case that could disturb another gets a backend of its own, because all cases run at once.
    private static string Text(Seat seat, ClientUpstream upstream)
    {
        var speaks = seat.IsTranslated ? "apis = [chat]"
            : seat.IsAnthropic ? "dialect = anthropic" : "apis = [chat, embeddings, responses, audio]";
        string Backend(string id, string? address, params string[] models) => Settings.Backend(
            id, address ?? upstream.BaseUrl,
            more: $"{speaks}\ntimeout = {(id == "end-stall" ? "1s" : "120s")}\nmodels = "
                + $"[{string.Join(", ", models.Select(m => $"{{ name = {m} }}"))}]");
        var calm = seat.Cases.Except(["throttled", "exhausted", "nobody-has-it"]).Append("end-whole").ToArray();
        return Settings.Calm
            + Backend("calm", null, calm)
            + Backend("throttled-1", null, "throttled") + Backend("throttled-2", null, "throttled")
            + Backend("gone", RawUpstream.Refusing(), "exhausted")
            + string.Concat(Cases.Endings.Skip(1).Select(ending => Backend(ending.Name, null, ending.Name)));
    }
}
