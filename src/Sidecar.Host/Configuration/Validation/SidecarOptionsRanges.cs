using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;
using Sidecar.Host.Configuration.Hocon;
using Sidecar.Host.Configuration.Options;
using Sidecar.Host.Configuration.Schema;

namespace Sidecar.Host.Configuration.Validation;

/// <summary>Checks every option against the attributes of its property. Each failure reads <c>path: message</c>, with the path as in the
/// file.</summary>
/// <remarks>The framework's generated validator names properties, not keys: <c>Backends[0].Rpm</c> does not help an operator who wrote
/// <c>nim-1</c>.</remarks>
internal sealed class SidecarOptionsRanges : IValidateOptions<SidecarOptions>
{
    public ValidateOptionsResult Validate(string? name, SidecarOptions options)
    {
        var failures = Section(options, "sidecar").ToList();
        return failures.Count > 0 ? ValidateOptionsResult.Fail(failures) : ValidateOptionsResult.Success;
    }

    private static IEnumerable<string> Section(object section, string path) =>
        section.GetType().GetProperties()
            .Where(p => p.CanWrite)
            .SelectMany(p => Property(p, p.GetValue(section), HoconPath.Append(path, KeyNames.ToKebab(p.Name))));

    private static IEnumerable<string> Property(PropertyInfo property, object? value, string path)
    {
        foreach (var attribute in property.GetCustomAttributes<ValidationAttribute>())
            if (!attribute.IsValid(value))
                yield return $"{path}: {Message(attribute)}";

        var nested = value switch
        {
            IList list => list.Cast<object>().SelectMany((item, index) => Item(item, index, path)),
            not null when value.GetType().Namespace == typeof(SidecarOptions).Namespace && value is not Enum => Section(value, path),
            _ => [],
        };
        foreach (var failure in nested)
            yield return failure;
    }

    private static IEnumerable<string> Item(object item, int index, string path) =>
        item is string or NamedValue ? []
            : Section(item, HoconPath.Append(path, NameOf(item) ?? index.ToString(CultureInfo.InvariantCulture)));

    private static string? NameOf(object item) => OptionsSchema.NameOf(item.GetType())?.GetValue(item) as string;

    private static string Message(ValidationAttribute attribute) => attribute switch
    {
        RequiredAttribute => "is missing",
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"must be between {range.Minimum} and {range.Maximum}"),
        _ => attribute.FormatErrorMessage(""),
    };
}
