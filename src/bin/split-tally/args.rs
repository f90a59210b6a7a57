use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use split_tally::read::{Delimiter, ReadOptions, TextEncoding};
use split_tally::synth::IncidentRates;

use crate::commands::interop::InteropCommand;

/// Match records about people or incidents across organisations, on tokens only: nobody shows anybody their data.
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit status: 0 done, 2 usage, 3 bad input (said with file, row, column and remedy), 1 anything else."
)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Run the whole job on made-up people and print precision, recall and F1
    Demo(Demo),
    /// Make or check an agreement
    Agreement {
        #[command(subcommand)]
        command: AgreementCommand,
    },
    /// Make or check a project key
    Key {
        #[command(subcommand)]
        command: KeyCommand,
    },
    /// Look at a file of records: how it reads, what its columns seem to be, what is wrong with its data
    Look(Box<Look>),
    /// Turn a file of records into an extract of tokens
    Prepare(Box<Prepare>),
    /// Match the extracts of two or more parties
    Match(Match),
    /// Count the people of two or more parties together, fit to be published
    View(View),
    /// Carry links back to your own rows
    Rejoin(Box<Rejoin>),
    /// Answer questions about pairs that nothing settles
    Review {
        #[command(subcommand)]
        command: ReviewCommand,
    },
    /// Compare links with the truth
    Evaluate(Evaluate),
    /// Show what is in a file and what it reveals
    Inspect(Inspect),
    /// Make files of made-up people, with the truth
    Synth(Synth),
    /// Attack our own encodings of made-up people, and show what each gives away
    Attack(Attack),
    /// Make other programs' tokens, bit for bit, for partners who already use them
    Interop {
        #[command(subcommand)]
        command: InteropCommand,
    },
}

#[derive(Args)]
pub struct Demo {
    /// People each party holds
    #[arg(long, default_value_t = 10_000)]
    pub people: u32,
    /// Which made-up people
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

#[derive(Subcommand)]
pub enum AgreementCommand {
    /// Make an agreement from a template
    New {
        /// The template
        #[arg(long, default_value = "person")]
        template: String,
        /// The match keys: own, hesid, mps or ons2021; `agreement match-keys` says what each is
        #[arg(long, default_value = "own")]
        match_keys: String,
        /// Link by match keys alone: no record filters, and no comparison of the records that are left
        #[arg(long)]
        no_similarity: bool,
        /// Put together people who share a home, by UPRN and by address: `match --households` writes them
        #[arg(long)]
        households: bool,
        /// Put pairs that are nearly links to the people who hold the records: `match --review` writes them
        #[arg(long)]
        review: bool,
        /// A party; give it once for each
        #[arg(long = "party", required = true)]
        parties: Vec<String>,
        /// A party whose file may hold a person several times; give it once for each
        #[arg(long = "repeats", value_name = "PARTY")]
        repeats: Vec<String>,
        /// For whom extracts are made, as a partner, matcher or linker, and their public key; give it once for each
        /// [default: the parties themselves]
        #[arg(long = "recipient", value_name = "NAME=ROLE[=PUBLIC_KEY]")]
        recipients: Vec<String>,
        /// What a model has learnt (match --save-parameters), to be part of the agreement: the same weights every time
        #[arg(long, value_name = "FILE")]
        parameters: Option<PathBuf>,
        /// How results may be used
        #[arg(long, value_enum, default_value = "records")]
        results: Results,
        /// The last day on which files are made or used under the agreement, such as 2027-03-31 [default: none]
        #[arg(long, value_name = "DATE")]
        expires: Option<String>,
        /// Of the templates "vulnerability" and "incident", an attribute that travels, and the parties that contribute it; give it
        /// once for each [default: all that the template has, from all parties]
        #[arg(long = "attribute", value_name = "NAME[=PARTY+PARTY]")]
        attributes: Vec<String>,
        /// Who may see an attribute record by record, where that is not every party; nobody where no party is named. What not all
        /// may see travels to a recipient who is no party alone. Give it once for each
        #[arg(long, value_name = "NAME=[PARTY+PARTY]")]
        seen_by: Vec<String>,
        #[command(flatten)]
        incidents: Box<OfIncidents>,
        /// Publish no count from 1 to this [default: 7]
        #[arg(long, value_name = "COUNT")]
        suppress_up_to: Option<u32>,
        /// Publish other counts to the nearest multiple of this; 1 leaves them as they are [default: 5]
        #[arg(long, value_name = "COUNT")]
        round_to: Option<u32>,
        /// The agreement file to write
        #[arg(long)]
        out: PathBuf,
    },
    /// Check an agreement and say what it settles
    Check {
        /// The agreement file
        agreement: PathBuf,
    },
    /// Begin a data protection impact assessment: what the agreement settles is filled in, and what people must write is marked
    Assessment {
        /// The agreement file
        agreement: PathBuf,
        /// The HTML page to write, to be printed or opened in a word processor
        #[arg(long)]
        out: PathBuf,
    },
    /// Say which match keys there are to start from, where they come from, and what of their sources they leave out
    MatchKeys,
    /// Make the next edition of an agreement: its digest, and so every token, will be others than before
    Renew {
        /// The agreement file to renew
        agreement: PathBuf,
        /// What a model has learnt (match --save-parameters), to be part of the agreement in place of what was before
        #[arg(long, value_name = "FILE")]
        parameters: Option<PathBuf>,
        /// The last day of the new edition [default: that of the one before]
        #[arg(long, value_name = "DATE")]
        expires: Option<String>,
        /// The least similarity of a link, such as 0.85 [default: that of the edition before]
        #[arg(long, value_name = "SCORE")]
        similarity_threshold: Option<f64>,
        /// The least probability of a link, such as 0.9 [default: that of the edition before]
        #[arg(long, value_name = "PROBABILITY")]
        probability_threshold: Option<f64>,
        /// The agreement file to write
        #[arg(long)]
        out: PathBuf,
    },
    /// Print the JSON Schema of agreements
    Schema,
}

/// What the template "incident" alone has to choose.
#[derive(Args)]
pub struct OfIncidents {
    /// Of the template "incident", how far apart in metres two reports of one incident can be [default: 700]
    #[arg(long, value_name = "METRES")]
    pub within_metres: Option<u32>,
    /// Of the template "incident", how far apart in minutes [default: 180]
    #[arg(long, value_name = "MINUTES")]
    pub within_minutes: Option<u32>,
    /// Of the template "incident", the side of a cell of the map: 250, 500, 1000, 2000 or 5000 [default: 500]
    #[arg(long, value_name = "METRES")]
    pub cell_metres: Option<u32>,
    /// Of the template "incident", the values of a field that is a category, such as method; give it once for each field
    #[arg(long, value_name = "FIELD=VALUE|VALUE...")]
    pub values: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Results {
    /// Links are written, and carried back to the parties' own records
    Records,
    /// Counts only: `match` writes no links, and `view` counts
    Counts,
}

#[derive(Subcommand)]
pub enum KeyCommand {
    /// Make a project key
    New {
        /// The key file to write
        #[arg(long)]
        out: PathBuf,
        /// A file whose first line is the passphrase to protect it with
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
    },
    /// Print the key check code that partners read to each other
    Check {
        #[arg(long)]
        agreement: PathBuf,
        #[command(flatten)]
        key: Key,
    },
    /// Make or show a receiving key: extracts are encrypted to its public key
    Identity {
        #[command(subcommand)]
        command: IdentityCommand,
    },
    /// Overwrite and remove a project key, and write a receipt of it
    Destroy {
        #[command(flatten)]
        key: Key,
        /// The agreement that the key was for
        #[arg(long)]
        agreement: PathBuf,
        /// Who destroys it, for the receipt
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        /// The receipt to write
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum IdentityCommand {
    /// Make a receiving key, an age identity, and print its public key
    New {
        /// The identity file to write
        #[arg(long)]
        out: PathBuf,
        /// A file whose first line is the passphrase to protect it with
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
    },
    /// Print the public key of a receiving key
    Show {
        /// The identity file
        #[arg(long)]
        identity: PathBuf,
        /// A file whose first line is the passphrase that protects it
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
    },
}

/// What opens files that were encrypted on their way.
#[derive(Args)]
pub struct Receiving {
    /// Your receiving key (age identity file), for files encrypted to your public key
    #[arg(long, value_name = "FILE")]
    pub identity: Option<PathBuf>,
    /// A file whose first line is the passphrase that protects the receiving key
    #[arg(long, value_name = "FILE", requires = "identity")]
    pub passphrase_file: Option<PathBuf>,
}

#[derive(Args)]
pub struct Key {
    /// The project key file
    #[arg(long)]
    pub key: PathBuf,
    /// A file whose first line is the passphrase that protects the key
    #[arg(long)]
    pub passphrase_file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Invalid {
    /// Stop, say where they are, and write nothing
    Refuse,
    /// Treat the cells as empty
    Blank,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum RepeatedIds {
    /// Stop, say where they are, and write nothing
    Refuse,
    /// Use the first row of each id
    KeepFirst,
    /// Use them all, each as a record of its own
    KeepAll,
}

/// Which column is which field.
#[derive(Args)]
pub struct Columns {
    /// Use this column as this field; columns with usual names need none. Put columns together with DAY+MONTH+YEAR=FIELD,
    /// split one with COLUMN=FIELD+FIELD
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub map: Vec<String>,
    /// A mapping saved by `look --save-mapping` or by the page, instead
    #[arg(long, value_name = "FILE", conflicts_with_all = ["map", "id"])]
    pub mapping: Option<PathBuf>,
    /// The column of your own ids [default: found by name, else row numbers]
    #[arg(long, value_name = "COLUMN")]
    pub id: Option<String>,
}

/// How to read the file, where detection should not decide.
#[derive(Args)]
pub struct Reading {
    /// utf-8, windows-1252, macintosh, utf-16le or utf-16be [default: detected]
    #[arg(long)]
    pub encoding: Option<TextEncoding>,
    /// comma, semicolon, tab or pipe [default: detected]
    #[arg(long)]
    pub delimiter: Option<Delimiter>,
    /// The sheet of a workbook [default: the first that is not empty]
    #[arg(long)]
    pub sheet: Option<String>,
    /// The row with the column names, counted from 1 [default: detected]
    #[arg(long, value_name = "ROW")]
    pub header_row: Option<u64>,
}

impl Reading {
    pub fn options(&self) -> ReadOptions {
        ReadOptions {
            encoding: self.encoding,
            delimiter: self.delimiter,
            sheet: self.sheet.clone(),
            header_row: self.header_row,
        }
    }
}

/// The tables that cells are looked up in.
#[derive(Args)]
pub struct LookupTables {
    /// A table of places in words and where they are, for locations that are no coordinates: columns place or postcode, and
    /// easting and northing, or latitude and longitude. It stays with you, and so do the words
    #[arg(long, value_name = "FILE")]
    pub gazetteer: Option<PathBuf>,
    /// A table that says what your codes of a field mean: columns code and value. Give it once for each field
    #[arg(long, value_name = "FIELD=FILE")]
    pub codes: Vec<String>,
}

#[derive(Args)]
pub struct Look {
    /// The agreement file
    #[arg(long)]
    pub agreement: PathBuf,
    /// The file of records
    #[arg(long = "in", value_name = "FILE")]
    pub input: PathBuf,
    #[command(flatten)]
    pub columns: Columns,
    #[command(flatten)]
    pub read: Reading,
    #[command(flatten)]
    pub tables: LookupTables,
    /// Save which column is which field, for `prepare --mapping`
    #[arg(long, value_name = "FILE")]
    pub save_mapping: Option<PathBuf>,
    /// Save the report, which holds counts and row numbers and no values
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Show values of the file before and after standardising, on this screen only
    #[arg(long)]
    pub examples: bool,
}

#[derive(Args)]
pub struct Prepare {
    /// The agreement file
    #[arg(long)]
    pub agreement: PathBuf,
    #[command(flatten)]
    pub key: Key,
    /// Who you are: a party of the agreement
    #[arg(long)]
    pub party: String,
    /// For whom: a recipient of the agreement; needed when it names several
    #[arg(long = "for", value_name = "NAME")]
    pub recipient: Option<String>,
    /// Refuse to start with a key that has another key check code than this one, which your partner read to you
    #[arg(long, value_name = "CODE")]
    pub key_check_code: Option<String>,
    /// The file of records: CSV, or an Excel or `OpenDocument` workbook
    #[arg(long = "in", value_name = "FILE")]
    pub input: PathBuf,
    #[command(flatten)]
    pub columns: Columns,
    #[command(flatten)]
    pub read: Reading,
    /// A file of ids to leave out, one a line
    #[arg(long, value_name = "FILE")]
    pub exclude: Option<PathBuf>,
    /// A file of a field's values whose records to leave out, one a line: nhs_number=opt-outs.txt
    #[arg(long, value_name = "FIELD=FILE")]
    pub exclude_by: Vec<String>,
    /// Use only rows whose column has one of these values
    #[arg(long, value_name = "COLUMN=VALUE|VALUE...")]
    pub keep: Vec<String>,
    /// Leave out rows whose column has one of these values
    #[arg(long, value_name = "COLUMN=VALUE|VALUE...")]
    pub drop: Vec<String>,
    /// Use only rows whose column has this date or a later one
    #[arg(long, value_name = "COLUMN=DATE")]
    pub keep_from: Vec<String>,
    /// Use only rows whose column has this date or an earlier one
    #[arg(long, value_name = "COLUMN=DATE")]
    pub keep_until: Vec<String>,
    /// What to do with rows that have the id of an earlier row
    #[arg(long, value_enum, default_value = "refuse")]
    pub repeated_ids: RepeatedIds,
    /// What to do with values that cannot be, such as 31 February
    #[arg(long, value_enum, default_value = "refuse")]
    pub invalid: Invalid,
    #[command(flatten)]
    pub tables: LookupTables,
    /// The extract to write: this is what you send. When the recipient has a public key it is encrypted, and its name
    /// ends in .age
    #[arg(long)]
    pub out: PathBuf,
    /// Where the extract is encrypted: a copy that is not, for you to inspect and to keep
    #[arg(long, value_name = "FILE")]
    pub plain_copy: Option<PathBuf>,
    /// The crosswalk to write: this stays with you
    #[arg(long)]
    pub crosswalk: PathBuf,
    /// The crosswalk of an earlier run: records in it keep their references, so that `match --earlier` can keep their groups.
    /// Whoever has both extracts sees which records they have in common
    #[arg(long, value_name = "FILE")]
    pub earlier_crosswalk: Option<PathBuf>,
    /// The run record to write
    #[arg(long)]
    pub report: Option<PathBuf>,
    /// Make the record references repeatable; for tests only, as whoever knows the seed can tell which row is which
    #[arg(long)]
    pub seed: Option<u64>,
}

#[derive(Args)]
pub struct Match {
    /// The agreement file; without it the files are CLKs that clkhash or `interop clkhash` made
    #[arg(long, required_unless_present = "threshold")]
    pub agreement: Option<PathBuf>,
    /// The extracts, or the files of CLKs, one of each party
    #[arg(required = true, num_args = 1..)]
    pub extracts: Vec<PathBuf>,
    /// For CLKs: the least Dice coefficient of a link, above 0 and at most 1
    #[arg(long, conflicts_with = "agreement")]
    pub threshold: Option<f64>,
    /// For CLKs: how far a link's score must stand above the next best of either record, 0 to 0.5
    #[arg(long, requires = "threshold", default_value_t = 0.0)]
    pub margin: f64,
    /// The links file to write
    #[arg(long)]
    pub out: PathBuf,
    /// The match report to write
    #[arg(long)]
    pub report: Option<PathBuf>,
    /// Write the match report as a page of charts, each with its table (HTML, one file without scripts)
    #[arg(long, value_name = "FILE", conflicts_with = "threshold")]
    pub page: Option<PathBuf>,
    /// Write the pairs that nothing settles, for the people who hold the records; the agreement says which they are
    #[arg(long, value_name = "FILE", conflicts_with = "threshold")]
    pub review: Option<PathBuf>,
    /// What people have answered to an earlier review of the same extracts; give it once for each file
    #[arg(long, value_name = "FILE", conflicts_with = "threshold")]
    pub answers: Vec<PathBuf>,
    /// The links of an earlier run: its groups keep their numbers, and only what it did not link is compared. Each party
    /// prepares with its earlier crosswalk
    #[arg(long, value_name = "FILE", conflicts_with = "threshold")]
    pub earlier: Option<PathBuf>,
    /// Write which people share a home, where the agreement has them put together
    #[arg(long, value_name = "FILE", conflicts_with = "threshold")]
    pub households: Option<PathBuf>,
    /// Save what the probability model has learnt
    #[arg(long, value_name = "FILE", conflicts_with = "threshold")]
    pub save_parameters: Option<PathBuf>,
    /// Use what it had learnt and saved, instead of learning from these extracts
    #[arg(long, value_name = "FILE", conflicts_with = "threshold")]
    pub parameters: Option<PathBuf>,
    /// Threads to use [default: all]
    #[arg(long)]
    pub threads: Option<usize>,
    #[command(flatten)]
    pub receiving: Receiving,
    /// How to find similar filters [default: exhaustive up to 20,000,000,000 pairs, else sampled]
    #[arg(long, value_enum, conflicts_with = "threshold")]
    pub similarity: Option<Similarity>,
    /// Refuse work that takes more megabytes of memory than this [default: no limit]
    #[arg(long, value_name = "MEGABYTES", conflicts_with = "threshold")]
    pub memory_limit: Option<u32>,
}

#[derive(Args)]
pub struct View {
    /// The agreement file
    #[arg(long)]
    pub agreement: PathBuf,
    /// The extracts, one of each party
    #[arg(required = true, num_args = 1..)]
    pub extracts: Vec<PathBuf>,
    /// The links that `match` wrote [default: the extracts are linked here, and the links are not kept]
    #[arg(long)]
    pub links: Option<PathBuf>,
    /// The view to write (JSON)
    #[arg(long)]
    pub out: PathBuf,
    /// A folder to write each table to, as CSV
    #[arg(long, value_name = "FOLDER")]
    pub csv_dir: Option<PathBuf>,
    /// A page of tables and charts to write, which needs no other file
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
    #[command(flatten)]
    pub places: PlacesOfIncidents,
    /// Threads to use [default: all]
    #[arg(long)]
    pub threads: Option<usize>,
    #[command(flatten)]
    pub receiving: Receiving,
}

/// What places of incidents are counted by, and compared with.
#[derive(Args)]
pub struct PlacesOfIncidents {
    /// Areas to count incidents by: GeoJSON polygons, in longitude and latitude or in metres on the National Grid
    #[arg(long, value_name = "FILE", requires = "area_name")]
    pub areas: Option<PathBuf>,
    /// The property that names an area
    #[arg(long, value_name = "PROPERTY", requires = "areas")]
    pub area_name: Option<String>,
    /// Look for hotspots compared with these numbers, taken as they are, such as residents: CSV with a cell's name and its number
    /// [default: with areas, all their cells alike; else no hotspots]
    #[arg(long, value_name = "FILE", conflicts_with = "earlier")]
    pub baseline: Option<PathBuf>,
    /// Look for hotspots compared with an earlier period: the table of cells of an earlier view
    #[arg(long, value_name = "FILE")]
    pub earlier: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Similarity {
    /// Compare every pair: none is missed
    Exhaustive,
    /// Compare pairs that agree on samples of bits, and measure what share of the similar ones that finds
    Sampled,
}

/// Which of your rows a reference stands for.
#[derive(Args)]
pub struct OwnRows {
    /// The crosswalk that `prepare` wrote
    #[arg(long)]
    pub crosswalk: PathBuf,
    /// Who you are: a party of the agreement [default: found by the crosswalk]
    #[arg(long)]
    pub party: Option<String>,
    /// The file of records that the extract was made from
    #[arg(long = "in", value_name = "FILE")]
    pub input: PathBuf,
    /// The column of your own ids that `prepare` used [default: found by name, else row numbers]
    #[arg(long, value_name = "COLUMN")]
    pub id: Option<String>,
    #[command(flatten)]
    pub read: Reading,
}

#[derive(Args)]
pub struct Rejoin {
    /// The links that `match` wrote
    #[arg(long)]
    pub links: PathBuf,
    #[command(flatten)]
    pub own: OwnRows,
    /// The agreement, to carry back what other parties let you see: give their extracts too
    #[arg(long)]
    pub agreement: Option<PathBuf>,
    /// The extracts of the other parties
    #[arg(requires = "agreement")]
    pub extracts: Vec<PathBuf>,
    /// Write your own ids of people with a need that others know of, most domains first. It stays with you
    #[arg(long, value_name = "FILE", requires = "agreement")]
    pub worklist: Option<PathBuf>,
    /// Write what was carried back and which clause of the agreement allowed it, in counts
    #[arg(long, value_name = "FILE", requires = "agreement")]
    pub report: Option<PathBuf>,
    #[command(flatten)]
    pub receiving: Receiving,
    /// Write only the rows that are linked to another party's record
    #[arg(long)]
    pub linked_only: bool,
    /// The file to write: your own rows, with the group, the other parties in it, the score and the rule. It stays with you
    #[arg(long)]
    pub out: PathBuf,
}

#[derive(Subcommand)]
pub enum ReviewCommand {
    /// Write the questions beside your own rows, as a table to be answered in a spreadsheet. It stays with you
    Ask(Box<ReviewAsk>),
    /// Take the answers out of the table, for whoever matches: no value of a person goes with them
    Answer(Box<ReviewAnswer>),
}

#[derive(Args)]
pub struct ReviewAsk {
    /// The review that `match --review` wrote
    #[arg(long)]
    pub review: PathBuf,
    #[command(flatten)]
    pub own: OwnRows,
    /// The table to write: a row for each pair, with an empty column "answer"
    #[arg(long)]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct ReviewAnswer {
    /// The review that `match --review` wrote
    #[arg(long)]
    pub review: PathBuf,
    /// Who you are: a party of the agreement
    #[arg(long)]
    pub party: String,
    /// The table with its column "answer" filled in: same, different, unsure, or empty
    #[arg(long = "in", value_name = "FILE")]
    pub input: PathBuf,
    #[command(flatten)]
    pub read: Reading,
    /// The answers to write: this is what you send
    #[arg(long)]
    pub out: PathBuf,
}

#[derive(Args)]
pub struct Evaluate {
    /// The links file
    #[arg(long)]
    pub links: PathBuf,
    /// A party's crosswalk; give it once for each party, in the order of the truth's columns
    #[arg(long = "crosswalk", required = true, value_name = "PARTY=FILE")]
    pub crosswalks: Vec<String>,
    /// The truth: a CSV with a column of ids for each party
    #[arg(long)]
    pub truth: PathBuf,
    /// The match report: what it tells of candidate pairs, and the model's own estimates beside the truth
    #[arg(long, value_name = "FILE")]
    pub match_report: Option<PathBuf>,
    /// A party's attributes, to evaluate by group of people: a CSV with a header and a line for each of its records. Pairs
    /// count where this party's record stands. Give it once for each party
    #[arg(long, value_name = "PARTY=FILE", requires = "by")]
    pub attributes: Vec<String>,
    /// A column of the attributes: categories, or dates of birth, which become ages; "missing" stands for how many cells are
    /// blank. Give it once for each column
    #[arg(long, value_name = "COLUMN", requires = "attributes")]
    pub by: Vec<String>,
    /// The column of own ids in the attributes: the one that `prepare` was given
    #[arg(long, value_name = "COLUMN", default_value = "id")]
    pub id: String,
    /// The day on which ages are counted, such as 2026-01-31 [default: today]
    #[arg(long, value_name = "DAY")]
    pub on: Option<String>,
    /// Write a report along the GUILD guidance, filled in as far as files can tell (Markdown)
    #[arg(long, value_name = "FILE")]
    pub guild: Option<PathBuf>,
    /// A party's run record, for --guild; give it once for each party
    #[arg(long = "run-record", value_name = "PARTY=FILE", requires = "guild")]
    pub run_records: Vec<String>,
    /// Write a page of charts, each with its table (HTML, one file without scripts)
    #[arg(long, value_name = "FILE")]
    pub page: Option<PathBuf>,
    /// A JSON report to write
    #[arg(long)]
    pub report: Option<PathBuf>,
}

#[derive(Args)]
pub struct Inspect {
    /// Any file of ours
    pub file: PathBuf,
    /// Print every row of an extract as CSV instead
    #[arg(long)]
    pub csv: bool,
    #[command(flatten)]
    pub receiving: Receiving,
}

#[derive(Args)]
pub struct Synth {
    /// People each party holds; with --hold, people there are
    #[arg(long, required_unless_present = "incidents")]
    pub people: Option<u32>,
    /// Violent incidents of one year instead of people, as an emergency department, ambulance service, police force and council
    /// report them: their files, what their codes mean, and a gazetteer
    #[arg(long, conflicts_with_all = ["people", "overlap", "parties", "holds", "attributes", "indicators"])]
    pub incidents: Option<u32>,
    /// Of incidents: places to plant where violence gathers, each with a hundredth of it
    #[arg(long, requires = "incidents", default_value_t = 0)]
    pub hotspots: u32,
    /// Of incidents: the share of the emergency department's reports without a usable place; ambulance service and police lack
    /// half as many [default: 0.17, 0.03 and 0.03]
    #[arg(long, requires = "incidents", value_name = "SHARE")]
    pub missing_places: Option<f64>,
    /// Of incidents: the share of patients brought by ambulance of whom the emergency department has the number of the call, and right
    #[arg(long, requires = "incidents", value_name = "SHARE", default_value_t = IncidentRates::USUAL.emergency_call_number)]
    pub call_numbers: f64,
    /// Which made-up people
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Share of each party's people that the others hold too
    #[arg(long, default_value_t = 0.5)]
    pub overlap: f64,
    /// A party; give it once for each [default: hospital, council]
    #[arg(long = "party")]
    pub parties: Vec<String>,
    /// A party and the share of all people that it holds, above 0 and at most 1: whom it holds is chance, so that any two
    /// parties share the product of their shares. Give it once for each, instead of --party and --overlap
    #[arg(long = "hold", value_name = "PARTY=SHARE", conflicts_with_all = ["parties", "overlap"])]
    pub holds: Vec<String>,
    /// Write PARTY.attributes.csv too: sex, date of birth and where names come from, as they truly are, to evaluate by
    #[arg(long)]
    pub attributes: bool,
    /// Give the parties' files columns of indicators of need, as the template "vulnerability" names them
    #[arg(long)]
    pub indicators: bool,
    /// The folder to write PARTY.csv and truth.csv to
    #[arg(long)]
    pub out_dir: PathBuf,
}

#[derive(Args)]
pub struct Attack {
    /// People in the encoded file; time grows with the cube of it
    #[arg(long, default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(100..=10_000))]
    pub people: u32,
    /// Which made-up people, and which keys
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Try all NHS numbers there can be, not only ten million that hold those attacked
    #[arg(long)]
    pub full: bool,
    /// Save the figures as JSON
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Threads to use [default: all]
    #[arg(long)]
    pub threads: Option<usize>,
}
