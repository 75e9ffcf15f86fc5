using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sidecar.Host.Commands.Setup.Editing;

namespace Sidecar.Host.Tests.Commands.Setup;

/// <summary>JSON texts of every shape are edited, and then read by a parser that knows nothing of the editor.</summary>
public sealed class JsonAgentTextTests
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    [Fact]
    public void whatever_the_shape_one_value_changes_and_its_removal_leaves_what_was()
    {
        var format = new JsonAgentText();
        for (var seed = 0; seed < 3000; seed++)
        {
            var chance = new Random(seed);
            var text = Document(chance);
            string[] path = [.. Enumerable.Range(0, chance.Next(1, 4)).Select(_ => Name(chance))];
            var before = JsonNode.Parse(text, documentOptions: Lenient)!;
            string set;
            try
            {
                set = format.Set(text, path, "{\n  \"x\": [\n    1\n  ]\n}");
            }
            catch (FormatException)
            {
                continue;
            }
            var expected = before.DeepClone();
            Put(expected, path, JsonNode.Parse("{\"x\":[1]}")!);
            Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(set, documentOptions: Lenient)), $"{seed}: {text}\n→\n{set}");
            var old = format.Get(text, path);
            // Comments inside a replaced value are replaced with it.
            Assert.Equal(Remarks(text) - Remarks(old ?? ""), Remarks(set));

            var back = old is null ? format.Remove(set, path, format.DepthOf(text, path)) : format.Set(set, path, old);
            Assert.True(JsonNode.DeepEquals(before, JsonNode.Parse(back, documentOptions: Lenient)),
                $"{seed}: {text}\n→\n{set}\n→\n{back}");
            if (IsStrict(text))
                Assert.True(IsStrict(set) && IsStrict(back), $"{seed}: {text}\n→\n{set}\n→\n{back}");
        }
    }

    private static bool IsStrict(string text)
    {
        try
        {
            return JsonNode.Parse(text) is not null;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Document(Random chance)
    {
        var text = new StringBuilder();
        Object(text, chance, 0);
        return text.ToString();
    }

    private static void Object(StringBuilder text, Random chance, int depth)
    {
        text.Append('{').Append(Blank(chance));
        var names = Enumerable.Range(0, chance.Next(0, 4)).Select(_ => Name(chance)).Distinct().ToList();
        foreach (var (i, name) in names.Index())
        {
            text.Append(JsonSerializer.Serialize(name)).Append(':').Append(Blank(chance));
            if (depth < 3 && chance.Next(2) == 0)
                Object(text, chance, depth + 1);
            else
                text.Append(chance.Next(4) switch { 0 => "1", 1 => "\"a \\\" } // b\"", 2 => "[1, {\"y\": 2}]", _ => "null" });
            text.Append(Blank(chance));
            if (i < names.Count - 1 || chance.Next(4) == 0)
                text.Append(',').Append(Blank(chance));
        }
        text.Append('}');
    }

    private static string Name(Random chance) => new[] { "a", "b", "c.d", "e\"f" }[chance.Next(4)];

    private static string Blank(Random chance) => chance.Next(8) switch
    {
        0 => "\n    ",
        1 => " // remark, } \"\n",
        2 => " /* r\n, */ ",
        3 => "\r\n\t",
        4 => "\n",
        5 => " ",
        _ => "",
    };

    private static int Remarks(string text) => text.Split("// remark").Length + text.Split("/* r").Length - 2;

    private static void Put(JsonNode root, string[] path, JsonNode value)
    {
        foreach (var name in path.SkipLast(1))
        {
            if (root[name] is not JsonObject)
                root[name] = new JsonObject();
            root = root[name]!;
        }
        root[path[^1]] = value;
    }
}
