using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sidecar.Host.Telemetry.Logging;
using Sidecar.Requests;
using ZLogger;
using ZLogger.Providers;

namespace Sidecar.Host.Tests.Telemetry.Logging;

/// <summary>The format on which log collectors rely.</summary>
public sealed class JsonLinesTests
{
    [Fact]
    public async Task a_request_is_one_object_with_its_values_as_members_of_their_own()
    {
        var line = await LineOf(log => RequestLog.Ended(log, "id-1", "POST", "/v1/chat/completions", "m\"\n", 200, "Completed", "routing",
            1, 12.345, 1024));

        Assert.Equal(["Timestamp", "LogLevel", "Category", "EventId", "Message", "State"], line.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("Information", "Tests", 1002), (line.GetProperty("LogLevel").GetString(), line.GetProperty("Category").GetString(),
            line.GetProperty("EventId").GetInt32()));
        Assert.Equal("request id-1 POST /v1/chat/completions model=m\"\n status=200 Completed phase=routing attempts=1 12.3 ms 1024 bytes",
            line.GetProperty("Message").GetString());
        Assert.Equal(TimeSpan.Zero, line.GetProperty("Timestamp").GetDateTimeOffset().Offset);
        var state = line.GetProperty("State");
        Assert.Equal(["RequestId", "Method", "Path", "Model", "Status", "Code", "Phase", "Attempts", "ElapsedMs", "Bytes"],
            state.EnumerateObject().Select(p => p.Name));
        Assert.Equal((200, 12.345, 1024), (state.GetProperty("Status").GetInt32(), state.GetProperty("ElapsedMs").GetDouble(),
            state.GetProperty("Bytes").GetInt64()));
    }

    [Fact]
    public async Task an_object_is_its_text_and_never_its_properties()
    {
        var line = await LineOf(log => log.Gave(new Holder("sk-secret"), null));

        Assert.Equal("a holder", line.GetProperty("State").GetProperty("Value").GetString());
        Assert.Equal(JsonValueKind.Null, line.GetProperty("State").GetProperty("Nothing").ValueKind);
        Assert.DoesNotContain("sk-secret", line.GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task every_kind_of_value_gets_through(object value, string json)
    {
        var line = await LineOf(log => log.Gave(value, 1));

        Assert.Equal(json, line.GetProperty("State").GetProperty("Value").GetRawText());
    }

    public static TheoryData<object, string> Values => new()
    {
        { double.NaN, "\"NaN\"" },
        { 1.5m, "1.5" },
        { true, "true" },
        { TimeSpan.FromSeconds(30), "\"00:00:30\"" },
        { typeof(string), "\"System.String\"" },
        { DayOfWeek.Monday, "\"Monday\"" },
        { new[] { 1 }, "\"System.Int32[]\"" },
    };

    [Fact]
    public async Task an_exception_has_its_type_and_its_message()
    {
        var line = await LineOf(log => log.Gave("x", 1, new IOException("disk")));

        var exception = line.GetProperty("Exception");
        Assert.Equal(("System.IO.IOException", "disk"), (exception.GetProperty("Name").GetString(), exception.GetProperty("Message")
            .GetString()));
    }

    [Fact]
    public async Task a_value_that_has_no_text_loses_its_own_line_only()
    {
        var output = new ScriptedOutput();
        var provider = Provider(output);
        var log = provider.CreateLogger("Tests");

        KeyValuePair<string, object?>[] state = [new("Value", new Holder(null)), new("{OriginalFormat}", "x")];
        log.Log(LogLevel.Information, new EventId(3), state, null, (_, _) => "x");
        log.Said("next");
        await provider.DisposeAsync();

        Assert.Contains("\"Dropped\":1", output.Lines[0], StringComparison.Ordinal);
        Assert.Contains("next", output.Lines[1], StringComparison.Ordinal);
    }

    private static async Task<JsonElement> LineOf(Action<ILogger> write)
    {
        var output = new ScriptedOutput();
        var provider = Provider(output);
        write(provider.CreateLogger("Tests"));
        await provider.DisposeAsync();
        return JsonDocument.Parse(Assert.Single(output.Lines)).RootElement;
    }

    private static ZLoggerLogProcessorLoggerProvider Provider(Stream output)
    {
        var options = new ZLoggerOptions().UseJsonLines();
        return new ZLoggerLogProcessorLoggerProvider(new BatchedOutput(output, options), options);
    }

    private sealed record Holder(string? Secret)
    {
        public override string ToString() => Secret is null ? throw new InvalidOperationException() : "a holder";
    }
}
