using System.Xml;
using System.Xml.Linq;
using TicketFlow.Testing;

namespace TicketFlow.Agent.Tests.Service;

/// <summary>The papers that other systems start the agent by. They cannot be run here; that they are well made can be seen.</summary>
public sealed class ServicePapersTests
{
    [Fact]
    public void The_launchd_plist_is_a_property_list_of_what_launchd_knows()
    {
        var plist = Load("com.ticketflow.agent.plist");
        (plist.Name.LocalName, (string?)plist.Attribute("version")).ShouldBe(("plist", "1.0"));
        var job = Dictionary(plist.Elements().ShouldHaveSingleItem());
        job.ToDictionary(pair => pair.Key, pair => pair.Value.Name.LocalName).ShouldBe(
            new Dictionary<string, string>
            {
                ["Label"] = "string",
                ["ProgramArguments"] = "array",
                ["UserName"] = "string",
                ["EnvironmentVariables"] = "dict",
                ["RunAtLoad"] = "true",
                ["KeepAlive"] = "true",
                ["ThrottleInterval"] = "integer",
                ["ExitTimeOut"] = "integer",
                ["Umask"] = "integer",
                ["ProcessType"] = "string",
                ["StandardOutPath"] = "string",
                ["StandardErrorPath"] = "string",
            },
            ignoreOrder: true);
        job["Label"].Value.ShouldBe("com.ticketflow.agent", "launchd wants the file's name");
        job["ProgramArguments"].Elements().ShouldAllBe(word => word.Name == "string" && word.Value.Length > 0);
        job.Values.Where(value => value.Name == "integer").ShouldAllBe(value => int.Parse(value.Value, null) >= 0);
        Convert.ToString(int.Parse(job["Umask"].Value, null), 8).ShouldBe("77");
        var environment = Dictionary(job["EnvironmentVariables"]);
        environment.Values.ShouldAllBe(value => value.Name == "string");
        environment.Keys.ShouldContain("TICKETFLOW_AGENT_HOME");
    }

    [Fact]
    public void The_windows_task_of_one_user_is_started_at_logon_and_again_when_it_ends()
    {
        var task = Load("ticketflow-agent-task.xml");
        XNamespace schema = "http://schemas.microsoft.com/windows/2004/02/mit/task";
        task.Name.ShouldBe(schema + "Task");
        task.Descendants(schema + "LogonTrigger").Count().ShouldBe(1);
        task.Descendants(schema + "ExecutionTimeLimit").Single().Value.ShouldBe("PT0S");
        task.Descendants(schema + "RestartOnFailure").Count().ShouldBe(1);
    }

    [Fact]
    public void Each_session_starts_the_notifications_of_the_command()
    {
        var lines = OpsFile.Read("units/ticketflow-notify.desktop").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("[Desktop Entry]");
        var entry = lines.Skip(1).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        (entry["Type"], entry["Exec"], entry["Terminal"]).ShouldBe(("Application", "/usr/bin/ticketflow notify", "false"));
        OpsFile.Read("package").ShouldContain("etc/xdg/autostart/ticketflow-notify.desktop");
    }

    private static XElement Load(string unit)
    {
        // The document type names a page in the net, which nobody needs to fetch.
        using var reader = XmlReader.Create(
            new StringReader(OpsFile.Read($"units/{unit}")),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XElement.Load(reader);
    }

    /// <summary>Keys and values by turns, no key twice.</summary>
    private static Dictionary<string, XElement> Dictionary(XElement dict)
    {
        dict.Name.LocalName.ShouldBe("dict");
        var members = dict.Elements().ToList();
        (members.Count % 2).ShouldBe(0);
        return members.Chunk(2).ToDictionary(
            pair => pair[0].Name == "key" ? pair[0].Value : throw new FormatException($"{pair[0]} stands where a key should"),
            pair => pair[1],
            StringComparer.Ordinal);
    }
}
