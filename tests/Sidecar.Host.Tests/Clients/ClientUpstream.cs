using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Clients;

/// <summary>An upstream with every API, which treats a request as the name of its model says.</summary>
internal sealed class ClientUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeSpan _silence;

    private ClientUpstream(TimeSpan silence)
    {
        _silence = silence;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string BaseUrl => $"{_app.Urls.Single()}/v1";

    /// <summary>The client that asked for the endless stream has hung up.</summary>
    public TaskCompletionSource HungUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="silence">How long it thinks before the first token when it is asked to.</param>
    public static async Task<ClientUpstream> Start(TimeSpan silence)
    {
        var upstream = new ClientUpstream(silence);
        await upstream._app.StartAsync();
        return upstream;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            if (context.Request.HasFormContentType)
                await TranscribeAsync(context);
            else
                await AnswerAsync(context, await JsonDocument.ParseAsync(context.Request.Body));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client has left.
        }
    }

    private async Task AnswerAsync(HttpContext context, JsonDocument request)
    {
        var path = context.Request.Path.Value!;
        var (model, talk) = (request.RootElement.GetProperty("model").GetString()!, Talk.Of(path));
        var reply = new ClientReply(context, talk, request.RootElement);
        await (path switch
        {
            "/v1/embeddings" => reply.Json(Embeddings(request.RootElement)),
            "/v1/audio/speech" => Reply.Bytes(Payload.Sound, 200, ("Content-Type", "audio/mpeg")).Act(context),
            "/v1/responses/input_tokens" => reply.Json("""{"object":"response.input_tokens","input_tokens":4711}"""),
            "/v1/messages/count_tokens" => reply.Json("""{"input_tokens":4711}"""),
            _ => model switch
            {
                "silence" => reply.After(_silence),
                "abort" => Endless(reply, context),
                _ => reply.Of(model),
            },
        });
    }

    private async Task Endless(ClientReply reply, HttpContext context)
    {
        await reply.Write(reply.Talk.Begin + reply.Talk.Piece("Hel"));
        await Reply.Gone(context);
        HungUp.TrySetResult();
    }

    private static async Task TranscribeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        using var sound = new MemoryStream();
        await form.Files[0].CopyToAsync(sound);
        await Reply.Json(JsonSerializer.Serialize(new { text = Payload.Digest(sound.ToArray()) })).Act(context);
    }

    private static string Embeddings(JsonElement request)
    {
        var inputs = request.GetProperty("input") is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 1;
        var isText = request.TryGetProperty("encoding_format", out var format) && format.GetString() == "base64";
        var value = isText ? "\"AACAPwAAAEA=\"" : "[1,2]";
        var data = string.Join(',', Enumerable.Range(0, inputs).Select(i => $$"""{"object":"embedding","index":{{i}},"embedding":{{value}}}"""));
        return $$$"""{"object":"list","data":[{{{data}}}],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5}}""";
    }
}
