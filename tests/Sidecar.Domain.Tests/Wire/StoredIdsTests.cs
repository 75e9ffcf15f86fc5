using System.Text;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class StoredIdsTests
{
    [Theory]
    [InlineData("/v1/responses/resp_1", "resp_1")]
    [InlineData("/v1/responses/resp_1/input_items", "resp_1")]
    [InlineData("/v1/files/file-1/content", "file-1")]
    [InlineData("/v1/vector_stores/vs_1/files/file-1", "vs_1")]
    [InlineData("/v1/uploads/u/parts", "u")]
    [InlineData("/v1/batches/b/cancel", "b")]
    [InlineData("/v1/conversations/c/items", "c")]
    [InlineData("/v1/messages/batches/mb/results", "mb")]
    [InlineData("/v1/chat/completions/cc", "cc")]
    [InlineData("/v1/responses", null)]
    [InlineData("/v1/files/", null)]
    [InlineData("/v1/chat/completions", null)]
    [InlineData("/v1/models/m", null)]
    [InlineData("/v1/messages/count_tokens", null)]
    public void a_path_names_what_it_goes_on_from(string path, string? id) => Assert.Equal(id, StoredIds.InPath(path));

    [Theory]
    [InlineData("""{"id":"resp_1","object":"response","output":[{"id":"o"}]}""", false, "resp_1")]
    [InlineData("""{"object":"file","id":"file-1","by""", false, "file-1")]
    [InlineData("event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"resp_2\"}}\n\n", true, "resp_2")]
    [InlineData("""{"error":{"id":"x"}}""", false, null)]
    [InlineData("no json", false, null)]
    public void an_answer_tells_what_was_made(string answer, bool areEvents, string? id) =>
        Assert.Equal(id, StoredIds.MadeBy(Encoding.UTF8.GetBytes(answer), areEvents));
}
