using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.Health;
using TicketFlow.Messaging.Topology;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Border;
using TicketFlow.TicketServer.Jobs;

namespace TicketServer.Tests.Border;

/// <summary>Holds docs/protocol.md to the contracts: nothing missing, and every example is one.</summary>
public sealed partial class ProtocolDocumentTests
{
    private const string Agent = "desk-1";
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "protocol.md"));

    public static TheoryData<string, string> Messages
    {
        get
        {
            var messages = new TheoryData<string, string>();
            foreach (var message in typeof(MessageTypes).GetFields())
            {
                messages.Add(message.Name, Text(message));
            }

            return messages;
        }
    }

    public static TheoryData<string> Words =>
        [.. Vocabularies.SelectMany(type => type.GetFields()).Where(f => f.IsLiteral).Select(Text).Distinct(StringComparer.Ordinal)];

    private static Type[] Vocabularies { get; } =
    [
        typeof(RefusalCodes), typeof(MessageErrors), typeof(TransferErrors), typeof(AgentErrors), typeof(PageErrors),
        typeof(JobStates), typeof(CompletionGrades), typeof(Mechanisms), typeof(WaitReasons), typeof(HeldStates),
        typeof(StopCodes), typeof(NoticeCodes), typeof(AdviceCodes), typeof(HealthStatuses), typeof(HealthActivities),
        typeof(HealthSources), typeof(LevelSteps), typeof(SupplyKinds), typeof(FinanceErrors), typeof(LeaseStates), typeof(LeaseEnds),
    ];

    [Fact]
    public void Every_class_of_words_in_the_contracts_is_held_to_the_page() =>
        typeof(RefusalCodes).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true, IsPublic: true }
                && type.GetFields().Any(f => f.IsLiteral && f.FieldType == typeof(string)))
            .Except([typeof(MessageTypes), typeof(AgentTopology), typeof(HealthTopology)])
            .ShouldBe(Vocabularies, ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Words))]
    public void Every_code_and_state_stands_in_the_page(string word) => Page.ShouldContain($"`{word}`");

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_field_of_a_message_stands_in_its_section(string name, string type)
    {
        var section = Section(type);
        FieldsOf(JsonOf(name).Type).ShouldAllBe(
            field => section.Contains($"`{field}`", StringComparison.Ordinal)
                || section.Contains($"\"{field}\":", StringComparison.Ordinal), type);
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_example_of_a_message_is_one(string name, string type)
    {
        var example = Example(type);
        var message = JsonSerializer.Deserialize(example, JsonOf(name)).ShouldNotBeNull();
        var again = JsonSerializer.SerializeToNode(message, JsonOf(name));
        JsonNode.DeepEquals(again, JsonNode.Parse(example)).ShouldBeTrue($"{type} reads and writes as {again?.ToJsonString()}");
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_border_takes_the_examples_of_agents_and_nothing_that_only_servers_say(string name, string type)
    {
        var delivery = new AgentDelivery(Agent, AgentTopology.RoutingKeyOf(Agent), type, Encoding.UTF8.GetBytes(Example(type)));
        var read = new AgentMessageReader("server.test").Read(delivery);
        if (Page.IndexOf($"### {type} ", StringComparison.Ordinal) > Page.IndexOf("\n## To the agent", StringComparison.Ordinal))
        {
            read.ShouldBeOfType<RefusedMessage>().Code.ShouldBe(MessageErrors.VersionUnknown);
            return;
        }

        read.GetType().GenericTypeArguments.ShouldBe([JsonOf(name).Type], (read as RefusedMessage)?.Reason);
        ((IReadOnlyList<string>)read.GetType().GetProperty("Problems")!.GetValue(read)!).ShouldBeEmpty();
    }

    [Fact]
    public void Ids_names_and_bounds_are_the_ones_of_the_code()
    {
        Page.ShouldContain($"Agent `{Agent}` with key `k5q2mzr7xw3hb6ta` gives job id `{JobId.Of(Agent, "k5q2mzr7xw3hb6ta")}`");
        Page.ShouldContain($"`{AgentTopology.InExchange}`");
        Page.ShouldContain($"`{BrokerTopology.HashExchange}`");
        Page.ShouldContain($"`{BrokerTopology.RequestQueue(0)}`");
        Page.ShouldContain($"{AgentTopology.MaxMessageBytes} bytes");
        var unfolded = Page.ReplaceLineEndings(" ");
        foreach (var (argument, value) in BrokerTopology.AgentQueueArguments())
        {
            unfolded.ShouldMatch($"`{argument}` = `?{value}");
        }
    }

    private static string Section(string type) => SectionOf(type).Match(Page) is { Success: true } match
        ? match.Value
        : throw new InvalidOperationException($"docs/protocol.md has no section '### {type} …'.");

    private static Regex SectionOf(string type) =>
        new($@"^### {type} .*?(?=^##)", RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    private static string Example(string type) => ExampleText().Match(Section(type)) is { Success: true } match
        ? match.Groups["json"].Value
        : throw new InvalidOperationException($"docs/protocol.md has no example of {type}.");

    [GeneratedRegex(@"^```json \w+\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex ExampleText();

    private static JsonTypeInfo JsonOf(string name) =>
        AgentJson.Default.GetTypeInfo(
            typeof(MessageTypes).Assembly.GetType($"{typeof(MessageTypes).Namespace}.{name}", throwOnError: true)!)!;

    private static HashSet<string> FieldsOf(Type type)
    {
        var json = AgentJson.Default.GetTypeInfo(type)!;
        return
        [
            .. json.Properties.Select(p => p.Name),
            .. json.Properties.Select(p => p.PropertyType.GenericTypeArguments.FirstOrDefault()).OfType<Type>()
                .Where(t => t.Namespace == typeof(MessageTypes).Namespace).SelectMany(FieldsOf),
        ];
    }

    private static string Text(FieldInfo field) => (string)field.GetRawConstantValue()!;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "TicketFlow.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
