using Sidecar.Domain.Door;

namespace Sidecar.Domain.Tests.Door;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("meta/llama-3.1 ä 漢 🙂", "meta/llama-3.1 ä 漢 🙂")]
    [InlineData("a\u001b[31mred\u001b]0;title\u0007", "a\\u001b[31mred\\u001b]0;title\\u0007")]
    [InlineData("two\r\nlines\tand", "two  lines and")]
    [InlineData("\u009b2J\u202eabc\u2066", "\\u009b2J\\u202eabc\\u2066")]
    public void nothing_in_it_acts_on_a_terminal(string text, string expected) => Assert.Equal(expected, Printable.Of(text));
}
