using System.Text;
using Sidecar.Domain.Attempts;
using Sidecar.Domain.Wire;

namespace Sidecar.Domain.Tests.Wire;

public class BodyKindsTests
{
    [Theory]
    [InlineData("", BodyKind.Undecided)]
    [InlineData(" \r\n", BodyKind.Undecided)]
    [InlineData("da", BodyKind.Undecided)]
    [InlineData("data:x", BodyKind.Events)]
    [InlineData("\uFEFFdata: x", BodyKind.Events)]
    [InlineData("\n\nevent: x", BodyKind.Events)]
    [InlineData(": OPENROUTER PROCESSING", BodyKind.Events)]
    [InlineData("id: 1\n", BodyKind.Events)]
    [InlineData("retry: 1\n", BodyKind.Events)]
    [InlineData("{\"a\"", BodyKind.Json)]
    [InlineData(" [", BodyKind.Json)]
    [InlineData("dates", BodyKind.Other)]
    [InlineData("<html>", BodyKind.Other)]
    public void the_beginning_tells(string body, BodyKind kind) => Assert.Equal(kind, BodyKinds.OfBeginning(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("text/event-stream; charset=utf-8", BodyKind.Events)]
    [InlineData(" Text/Event-Stream", BodyKind.Events)]
    [InlineData("application/problem+json", BodyKind.Json)]
    [InlineData("text/plain", BodyKind.Other)]
    [InlineData("", BodyKind.Other)]
    public void the_label_tells(string type, BodyKind kind) => Assert.Equal(kind, BodyKinds.OfLabel(type));

    [Theory]
    [InlineData("", false)]
    [InlineData("{", false)]
    [InlineData("{\"id\":\"x\",\"model\":\"m\",", false)]
    [InlineData("{\"choices\":null,", false)]
    [InlineData("{\"object\":\"error\",", false)]
    [InlineData("{\"error\":{\"code\":", false)]
    [InlineData("{\"error\":{\"code\":429}", true)]
    [InlineData("{\"error\":null,\"x\":", false)]
    [InlineData("{\"object\":\"chat.completion\"", true)]
    [InlineData("{\"choices\":[", true)]
    [InlineData("{\"id\":1}", true)]
    [InlineData("no json", true)]
    [InlineData("[{\"error\":1}", false)]
    [InlineData("[{\"error\":1}]", true)]
    public void a_document_has_said_something_at_a_result_an_error_or_its_end(string json, bool said) =>
        Assert.Equal(said, AnswerOpening.HasSaid(Encoding.UTF8.GetBytes(json)));
}
