using Sidecar.Host.Configuration;
using Sidecar.Host.Configuration.Hocon;

namespace Sidecar.Host.Tests.Configuration;

public sealed class HoconReaderTests
{
    [Theory]
    [InlineData("a {\n b = 1", "1: a: column 3: '{' is opened but never closed")]
    [InlineData("a = 1\n}", "2: column 1: '}' closes nothing")]
    [InlineData("a = [1, 2", "1: a: column 5: '[' is opened but never closed")]
    [InlineData("a = [1, 2}", "1: column 10: a new line, ',' or ']' is expected here")]
    [InlineData("a {\n b = \"x\n}", "2: a.b: column 6: a quote is opened but not closed on its line")]
    [InlineData("a = \"\"\"x\n", "1: a: column 5: three quotes are opened but never closed")]
    [InlineData("a = \"\\q\"", "1: a: column 5: a backslash in a quoted value")]
    [InlineData("a =\nb = 2", "1: a: column 4: the key has no value")]
    [InlineData("a b = 1", "1: a: column 3: '=', ':' or '{' is expected after the key")]
    [InlineData("a = http://x", "1: a: column 9: ':' may stand in a value only within quotes")]
    [InlineData("a = 1 {}", "1: a: column 7: a section or list cannot follow a value")]
    [InlineData("a {} b {}", "1: column 6: a new line, ',' or '}' is expected here")]
    [InlineData("a..b = 1", "1: column 1: a key is expected here")]
    [InlineData("a += 1", "1: a: column 3: '+=' is not supported: write the whole list")]
    [InlineData("a = $b", "1: a: column 5: '$' may stand in a value only within quotes")]
    [InlineData("a = ${b", "1: a: column 5: a substitution is written")]
    [InlineData("{ a = 1 } b", "1: column 11: nothing may follow the last '}'")]
    [InlineData("include \"x.conf\"\na = 1", "1: include is not supported: lay one file over the defaults with --config FILE")]
    [InlineData("include file(\"x.conf\")", "1: include is not supported")]
    [InlineData("a = ${NOPE}", "1: a: environment variable 'NOPE' is not set (write ${?NAME} where it may be absent)")]
    public void a_fault_names_line_column_and_key(string text, string expected)
    {
        var faults = new FaultList();
        HoconReader.Read(text, "f", new Dictionary<string, string>(), faults);
        Assert.StartsWith($"f:{expected}", Assert.Single(faults.Sorted()).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = 1 # one\nb : 2 // two\n\"c d\" = x y  z \n", "a=1|b=2|c d=x y  z")]
    [InlineData("\uFEFFa = \"q\\\"\\u0041\\n\"", "a=q\"A\n")]
    [InlineData("a=1,b=2,\n,", null)]
    [InlineData("a=1,b=2,\n", "a=1|b=2")]
    [InlineData("a\n{ b = 1 }", null)]
    [InlineData("a =\n{ b = 1 }", "a.b=1")]
    [InlineData("a.b.c = 1, a.b.d = 2, a { e = 3 }", "a.b.c=1|a.b.d=2|a.e=3")]
    [InlineData("a = \"\"\"x \"y\" \\z\"\"\"", "a=x \"y\" \\z")]
    [InlineData("a = \"http://\"x\":8080\"", "a=http://x:8080")]
    [InlineData("a = [1, {b = 2}\n3,]", "a.0=1|a.1.b=2|a.2=3")]
    [InlineData("a = 1\r\nb = 2\r\n", "a=1|b=2")]
    [InlineData("a = 1\na = 2", "a=2")]
    [InlineData("a { b = 1 }\na = null", "a=")]
    [InlineData("include = 3", "include=3")]
    [InlineData("a = ${X}-${?NOPE}z", "a=ex-z")]
    [InlineData("a = 1\na = ${?NOPE}", "a=1")]
    [InlineData("a = 1\na = ${?X}", "a=ex")]
    [InlineData("a = ${?NOPE}\nb = 1", "b=1")]
    [InlineData("", "")]
    public void values_are_read_in_order(string text, string? expected)
    {
        var faults = new FaultList();
        var root = HoconReader.Read(text, "f", new Dictionary<string, string> { ["X"] = "ex" }, faults);
        Assert.Equal(expected, root is null ? null : string.Join('|', Leaves(root, "")));
        Assert.Equal(expected is null, faults.Any);
    }

    [Fact]
    public void values_know_their_place()
    {
        var root = HoconReader.Read("a = 1\n  b {\n c = 3 }", "f", new Dictionary<string, string>(), new FaultList())!;
        var c = ((HoconObject)root.Members["b"]).Members["c"];
        Assert.Equal(new SourcePosition("f", 3, 6), c.At);
    }

    private static IEnumerable<string> Leaves(HoconNode node, string path) => node switch
    {
        HoconObject section => section.Members.SelectMany(m => Leaves(m.Value, path.Length == 0 ? m.Key : $"{path}.{m.Key}")),
        HoconArray list => list.Items.SelectMany((item, i) => Leaves(item, $"{path}.{i}")),
        _ => [$"{path}={((HoconScalar)node).Text}"],
    };
}
