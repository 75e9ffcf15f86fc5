using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI.Responses;

namespace Sidecar.Host.Tests.Clients.DotNet;

#pragma warning disable OPENAI001 // This part of OpenAI's library is marked as a preview.

internal sealed class OpenAiResponses(Uri address) : DotNetClient
{
    private readonly ResponsesClient _client = new(
        new ApiKeyCredential("of-client"), new ResponsesClientOptions
        {
            Endpoint = new Uri(address, "v1"),
            RetryPolicy = new ClientRetryPolicy(0)
        });

    protected override async Task<string> Plain(string model) => Say((await _client.CreateResponseAsync(model, "hi")).Value);

    protected override async Task<string> Streamed(string model, CancellationTokenSource? hangUp = null)
    {
        ResponseResult? last = null;
        return await Pieces(
            await _client.CreateResponseStreamingAsync(model, "hi", cancellationToken: hangUp?.Token ?? default),
            update =>
            {
                last = update is StreamingResponseCompletedUpdate completed ? completed.Response : last;
                return (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            },
            () => Ended(last?.Usage?.InputTokenCount, last?.Usage?.OutputTokenCount, last?.Status?.ToString()),
            hangUp);
    }

    protected override async Task<string> Tools(string model)
    {
        var options = Ask(model, ResponseItem.CreateUserMessageItem("hi"));
        options.StreamingEnabled = true;
        options.Tools.Add(ResponseTool.CreateFunctionTool("get_weather", BinaryData.FromString(City), true));
        options.Tools.Add(ResponseTool.CreateFunctionTool("get_time", BinaryData.FromString(City), true));
        var calls = new List<(string, string)>();
        await foreach (var update in await _client.CreateResponseStreamingAsync(options))
            if (update is StreamingResponseOutputItemDoneUpdate { Item: FunctionCallResponseItem call })
                calls.Add((call.FunctionName, call.FunctionArguments.ToString()));
        return Calls(calls);
    }

    protected override async Task<string> Structured(string model)
    {
        var options = Ask(model, ResponseItem.CreateUserMessageItem("hi"));
        options.TextOptions = new ResponseTextOptions
        {
            TextFormat = ResponseTextFormat.CreateJsonSchemaFormat(
            "report", BinaryData.FromString(ReportSchema), null, true)
        };
        var answer = (await _client.CreateResponseAsync(options)).Value;
        return JsonSerializer.Deserialize<Report>(answer.GetOutputText(), JsonSerializerOptions.Web)!.ToString();
    }

    protected override async Task<string> Image(string model)
    {
        var question = ResponseItem.CreateUserMessageItem(
            [ResponseContentPart.CreateInputTextPart("what is it?"), ResponseContentPart.CreateInputImagePart(new Uri(Payload.Image))]);
        return Say((await _client.CreateResponseAsync(Ask(model, question))).Value);
    }

    private static CreateResponseOptions Ask(string model, ResponseItem item) => new() { Model = model, InputItems = { item } };

    private static string Say(ResponseResult answer) =>
        Whole(answer.GetOutputText(), answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Status.ToString());
}
