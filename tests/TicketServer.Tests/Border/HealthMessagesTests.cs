using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TicketFlow.Contracts.Health;

namespace TicketServer.Tests.Border;

/// <summary>Holds the monitor's part of docs/protocol.md to the contracts.</summary>
public sealed partial class HealthMessagesTests
{
    public static TheoryData<Type> Messages =>
        [typeof(CheckResourceNow), typeof(ProposePrinters), typeof(ResourceCheckAnswered), typeof(ResourceHealthChanged)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_example_of_a_health_message_is_one(Type type)
    {
        var json = HealthJson.Default.GetTypeInfo(type)!;
        var (section, example) = Section(type);
        var again = JsonSerializer.SerializeToNode(JsonSerializer.Deserialize(example, json), json);
        JsonNode.DeepEquals(again, JsonNode.Parse(example)).ShouldBeTrue(again?.ToJsonString());
        json.Properties.ShouldAllBe(
            p => section.Contains($"`{p.Name}`", StringComparison.Ordinal) || section.Contains($"\"{p.Name}\":", StringComparison.Ordinal));
    }

    [Fact]
    public void The_id_of_a_change_follows_from_resource_and_version()
    {
        var id = ResourceHealthChanged.IdOf("hall", 7);
        id.ShouldBe(ResourceHealthChanged.IdOf("hall", 7));
        id.Version.ShouldBe(8);
        new[] { id, ResourceHealthChanged.IdOf("hall", 8), ResourceHealthChanged.IdOf("hal", 77) }.Distinct().Count().ShouldBe(3);
    }

    private static (string Section, string Example) Section(Type type)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "TicketFlow.sln")))
        {
            root = root.Parent;
        }

        var name = (string)type.GetField("MessageType", BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!;
        var page = File.ReadAllText(Path.Combine(root.FullName, "docs", "protocol.md"));
        var from = page.IndexOf($"### {name} ", StringComparison.Ordinal);
        from.ShouldBeGreaterThan(0);
        var section = page[from..page.IndexOf("\n##", from + 3, StringComparison.Ordinal)];
        return (section, ExampleText().Match(section).Groups["json"].Value);
    }

    [GeneratedRegex(@"^```json \w+\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex ExampleText();
}
