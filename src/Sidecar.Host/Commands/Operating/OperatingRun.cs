using System.CommandLine;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Host.Admin;
using Sidecar.Host.Configuration;
using Sidecar.Host.Hosting;
using Sidecar.Host.Terminal;
using Spectre.Console.Rendering;

namespace Sidecar.Host.Commands.Operating;

/// <summary>One run of a command that talks to a running server: its address, its token, and the output of its answer.</summary>
internal sealed class OperatingRun : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(100);

    private readonly CommandContext _context;
    private readonly HttpClient _client;
    private readonly bool _asJson;

    private OperatingRun(Uri server, string token, bool asJson, CommandContext context)
    {
        (_asJson, _context) = (asJson, context);
        _client = new HttpClient(
            new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        { BaseAddress = server, Timeout = Bound };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        _client.DefaultRequestHeaders.TryAddWithoutValidation(Operator.Header, $"{Environment.UserName}@{Environment.MachineName}");
    }

    public TextReader? Input => _context.Input;

    /// <summary>A refusal or an unreachable server becomes a line on the error output and exit code 1; a faulty configuration or a
    /// missing token exit code 2.</summary>
    public static async Task<int> RunAsync(
        OperatingOptions options, ParseResult line, CommandContext context, Func<OperatingRun, Task<int>> command)
    {
        var (settings, faults) = SettingsLoader.Load(line.GetValue(options.Config), context.Environment);
        if (settings is null)
            return FaultReport.Print(faults, context.Error);
        if (settings.AdminToken is not { } token)
            return Fail(context, $"this asks for the admin token: set the environment variable {settings.AdminTokenVariable}, or "
                + $"admin.token-file, to that of the running server", ExitCodes.Misused);
        var given = line.GetValue(options.Server);
        if (given is not null && (!Uri.TryCreate(given, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")))
            return Fail(context, "--server must be an address such as http://127.0.0.1:8080", ExitCodes.Misused);
        var server = given is null ? ServerAddress.Of(settings, "/") : new Uri(given);
        using var run = new OperatingRun(server, token.Reveal(), line.GetValue(options.Json), context);
        try
        {
            return await command(run);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return Fail(context,
                $"no answer from {server.GetLeftPart(UriPartial.Authority)}: is the server running there? ({fault.Message})",
                ExitCodes.Failed);
        }
    }

    /// <summary>Sends the request and prints the answer, or why it was refused.</summary>
    public async Task<int> AskAsync(HttpMethod method, string path, JsonObject? body, Func<JsonElement, int> print, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, stop);
        var text = await response.Content.ReadAsStringAsync(stop);
        if (!response.IsSuccessStatusCode)
            return Fail(_context, ReasonIn(text) ?? $"the server answered {(int)response.StatusCode}", ExitCodes.Failed);
        if (_asJson && text.Length > 0)
            _context.Output.WriteLine(text);
        using var json = JsonDocument.Parse(text.Length > 0 ? text : "{}");
        return print(json.RootElement);
    }

    /// <summary>Prints nothing if the raw answer was printed already.</summary>
    public void Say(string text)
    {
        if (!_asJson)
            _context.Output.WriteLine(text);
    }

    public void Show(IRenderable table)
    {
        if (!_asJson)
            TextConsole.Of(_context.Output, _context.Environment).Write(table);
    }

    public int Refuse(string message) => Fail(_context, message, ExitCodes.Misused);

    public void Dispose() => _client.Dispose();

    private static string? ReasonIn(string text)
    {
        try
        {
            return JsonNode.Parse(text)?["error"]?["message"]?.GetValue<string>();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int Fail(CommandContext context, string message, int code)
    {
        context.Error.WriteLine($"sidecar: {message.ReplaceLineEndings(" ")}");
        return code;
    }
}
