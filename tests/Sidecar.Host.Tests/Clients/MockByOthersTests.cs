using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using Sidecar.Host.Tests.Kit;

namespace Sidecar.Host.Tests.Clients;

/// <summary>An upstream that others wrote (`@copilotkit/aimock`) and a client that others wrote, with Sidecar between them.</summary>
public sealed class MockByOthersTests
{
    private static readonly ChatTool Weather = ChatTool.CreateFunctionTool("get_weather");

    [NpmFact]
    public Task a_chat_is_answered() => WithMock(async client =>
    {
        var answer = (await client.CompleteChatAsync("hi")).Value;

        Assert.Equal(("Hello from a mock that others wrote", ChatFinishReason.Stop), (answer.Content[0].Text, answer.FinishReason));
    });

    [NpmFact]
    public Task a_streamed_chat_is_answered() => WithMock(async client =>
    {
        var (text, end) = (new StringBuilder(), default(ChatFinishReason?));
        await foreach (var update in client.CompleteChatStreamingAsync("hi"))
        {
            text.AppendJoin("", update.ContentUpdate.Select(part => part.Text));
            end = update.FinishReason ?? end;
        }

        Assert.Equal(("Hello from a mock that others wrote", ChatFinishReason.Stop), (text.ToString(), end));
    });

    [NpmFact]
    public Task tools_are_called_in_a_stream() => WithMock(async client =>
    {
        var calls = new SortedDictionary<int, (string Name, StringBuilder Input)>();
        await foreach (var update in client.CompleteChatStreamingAsync(
            [new UserChatMessage("tools")], new ChatCompletionOptions { Tools = { Weather } }))
            foreach (var call in update.ToolCallUpdates)
            {
                if (call.FunctionName is { Length: > 0 } name)
                    calls[call.Index] = (name, new StringBuilder());
                calls[call.Index].Input.Append(call.FunctionArgumentsUpdate);
            }

        Assert.Equal(
            [("get_weather", """{"city":"Köln"}"""), ("get_time", """{"city":"Bonn"}""")], calls.Values.Select(c => (c.Name, c.Input.ToString())));
    });

    private static async Task WithMock(Func<ChatClient, Task> ask)
    {
        using var mock = Npm.Start("aimock.mjs");
        try
        {
            var address = await mock.StandardOutput.ReadLineAsync().Soon();
            await using var sidecar = await RunningSidecar.Start(Settings.Backend("mock", $"{address}/v1") + Settings.Calm);
            var options = new OpenAIClientOptions { Endpoint = new Uri(sidecar.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) };
            await ask(new OpenAIClient(new ApiKeyCredential("of-client"), options).GetChatClient("gpt-4o"));
        }
        finally
        {
            mock.StandardInput.Close();
            if (!mock.WaitForExit(Bounds.Wait))
                mock.Kill();
        }
    }
}
