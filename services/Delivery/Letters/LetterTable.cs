using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Delivery.Letters;

/// <summary>
/// Letters on their way, in a table of the service that writes them. They are written in the transaction that decides them; a row per
/// receiver, so that a slow one delays nobody else.
/// </summary>
/// <param name="name">Schema and name; no user's text.</param>
public sealed class LetterTable(string name)
{
    /// <summary>Schema and name.</summary>
    public string Name => name;

    /// <summary>Idempotent DDL.</summary>
    public string SchemaSql => $"""
        create table if not exists {name} (
          id        uuid not null,
          receiver  text not null,
          kind      text not null,
          at        timestamptz not null,
          name      text not null,          -- the mail's Message-ID before the '@'
          follows   text,
          subject   text not null,
          text      text not null,
          facts     text[] not null,        -- name, value, name, value
          body      bytea not null,
          state     text not null default 'open',
          tries     int  not null default 0,
          next_at   timestamptz not null,
          error     text,
          file_name text,
          file_type text,
          file      bytea,
          primary key (id, receiver)
        );
        create index if not exists {name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..]}_due on {name} (next_at) where state = 'open';
        -- Databases from before files; asked first, because altering locks the table even when there is nothing to do.
        do $$ begin
          if not exists (select from pg_attribute where attrelid = '{name}'::regclass and attname = 'file' and not attisdropped) then
            alter table {name} add column file_name text, add column file_type text, add column file bytea;
          end if;
        end $$;
        """;

    internal string Claim => $"""
        with due as (
          select id, receiver from {name} where state = 'open' and next_at <= $1 and receiver <> all ($3)
          order by next_at, id limit 1 for update skip locked)
        update {name} l set next_at = $1 + $2, tries = tries + 1 from due
        where l.id = due.id and l.receiver = due.receiver
        returning l.id, l.receiver, l.kind, l.at, l.name, l.follows, l.subject, l.text, l.facts, l.body, l.tries, l.file_name,
          l.file_type, l.file
        """;

    /// <summary>Only the one who made the newest try may say what came of it.</summary>
    internal string Settle => $"""
        update {name} set state = $4, error = $5, next_at = $6 where id = $1 and receiver = $2 and tries = $3
        """;

    internal string Next => $"select min(next_at) from {name} where state = 'open' and receiver <> all ($1)";

    /// <summary>The command that writes a letter to each of the receivers; what is there already stays as it is.</summary>
    /// <param name="now">When it is to be sent.</param>
    public NpgsqlCommand Post(NpgsqlConnection connection, Letter letter, IEnumerable<string> receivers, DateTimeOffset now) => new($"""
        insert into {name} (id, receiver, kind, at, name, follows, subject, text, facts, body, next_at, file_name, file_type, file)
        select $1, r, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 from unnest($2) r on conflict do nothing
        """, connection)
    {
        Parameters =
        {
            new() { Value = letter.Id }, new() { Value = receivers.Distinct(StringComparer.Ordinal).ToArray() },
            new() { Value = letter.Kind }, new() { Value = letter.At.UtcDateTime },
            new() { Value = letter.MessageName ?? letter.Id.ToString("n") }, Text(letter.FollowsUp),
            new() { Value = letter.Subject }, new() { Value = letter.Text },
            new() { Value = letter.Facts.Where(f => f.Value is not null).SelectMany(f => new[] { f.Name, f.Value! }).ToArray() },
            new() { Value = letter.Json.ToArray() }, new() { Value = now.UtcDateTime },
            Text(letter.File?.Name), Text(letter.File?.ContentType),
            new() { Value = (object?)letter.File?.Content.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
        },
    };

    private static NpgsqlParameter Text(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
