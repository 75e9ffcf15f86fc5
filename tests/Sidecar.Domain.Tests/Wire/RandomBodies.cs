using System.Text.Json;
using CsCheck;

namespace Sidecar.Domain.Tests.Wire;

/// <summary>Request bodies with fields in any order and any white space, and the changes to make to them.</summary>
internal static class RandomBodies
{
    private static readonly Gen<string> Blank = OneOf("", "", " ", "\n  ", "\t\r\n");

    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char['a', 'z'], 0, 12],
        OneOf("é\"\\\n", "東京", "{\"model\":\"x\"}", "😀"));

    private static readonly Gen<string> Wish = OneOf("{}", "{ }", "null", "{\"x\":[{}]}", "{\"include_usage\":false}",
        "{\"include_usage\" : null,\"y\":1}", "{\"y\":{\"include_usage\":true},\"include_usage\":true}");

    private static readonly Gen<(string, string)> Field = Gen.OneOf(
        Text.Select(t => ("model", JsonSerializer.Serialize(t))),
        OneOf("true", "false", "null").Select(v => ("stream", v)),
        Wish.Select(v => ("stream_options", v)),
        Text.Select(t => ("messages", $"[{{\"role\":\"user\",\"content\":{JsonSerializer.Serialize(t)}}}]")),
        Gen.Int[-5, 5000].Select(n => ("max_tokens", $"{n}")),
        OneOf("[]", "{}", "1e-3", "[[{\"stream_options\":null}]]").Select(v => ("other", v)));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    public static Gen<(string Body, string? NewModel, bool AddUsage)> Any =>
        Gen.Select(Gen.Select(Field, Blank, Blank).List[0, 6], Blank, Text.Null(), Gen.Bool, (fields, outside, newModel, addUsage) =>
        {
            var members = fields.DistinctBy(f => f.Item1.Item1)
                .Select(f => $"{f.Item2}\"{f.Item1.Item1}\"{f.Item3}:{f.Item2}{f.Item1.Item2}{f.Item3}");
            return ($"{outside}{{{string.Join(',', members)}{outside}}}{outside}", newModel, addUsage);
        });
}
