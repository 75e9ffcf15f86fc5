using System.Text;
using Sidecar.Domain.Attempts;

namespace Sidecar.Domain.Tests.Attempts;

public class StreamOpeningTests
{
    private const string Refusal = """{"type":"error","error":{"type":"rate_limit_error"}}""";

    [Theory]
    [InlineData("""{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""")]
    [InlineData("""{"type":"content_block_start","content_block":{"type":"thinking","thinking":"","signature":""}}""")]
    [InlineData("""{"type":"response.output_item.added","item":{"id":"rs_1","type":"reasoning","summary":[]}}""")]
    [InlineData("""{"item":{"status":"in_progress","type":"message","content":[]},"type":"response.output_item.added"}""")]
    [InlineData("""{"type":"response.content_part.added","part":{"type":"output_text","text":"","annotations":[]}}""")]
    [InlineData("""{"type":"response.reasoning_summary_part.added","part":{"type":"summary_text","text":""}}""")]
    public void the_start_of_an_empty_part_says_nothing(string opening)
    {
        Assert.Equal(AttemptVerdict.RateLimited, Judge(opening, Refusal));
        Assert.False(HasSaid(opening));
        Assert.True(HasSaid(opening, Refusal));
    }

    [Theory]
    [InlineData("""{"type":"content_block_start","content_block":{"type":"tool_use","name":"f","input":{}}}""")]
    [InlineData("""{"type":"content_block_start","content_block":{"type":"text","text":"Hi"}}""")]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"function_call","name":"f","arguments":""}}""")]
    [InlineData("""{"type":"response.output_item.added","item":{"type":"message","content":[{"type":"output_text"}]}}""")]
    [InlineData("""{"type":"response.output_text.delta","delta":"Hi"}""")]
    public void a_word_or_a_tools_name_does(string opening)
    {
        Assert.Equal(AttemptVerdict.Success, Judge(opening, Refusal));
        Assert.True(HasSaid(opening));
    }

    [Fact]
    public void an_error_in_a_choice_is_said_at_once()
    {
        const string failed = """{"choices":[{"delta":{"content":""},"finish_reason":null,"error":{"code":429}}]}""";
        Assert.Equal(AttemptVerdict.RateLimited, Judge(failed));
        Assert.True(HasSaid(failed));
    }

    private static byte[] Stream(string[] events) => Encoding.UTF8.GetBytes(string.Concat(events.Select(e => $"data: {e}\n\n")));

    private static AttemptVerdict Judge(params string[] events) =>
        AnswerJudgement.Of(new AnswerHead(200, true, true, true), Stream(events), default).Verdict;

    private static bool HasSaid(params string[] events)
    {
        var passed = 0;
        return AnswerOpening.HasSaid(Stream(events), ref passed);
    }
}
