//! Checked expressions: names are places, functions are chosen, macros are loops.

use std::sync::Arc;

use crate::failure::Failure;
use crate::lookup::{NamedList, NamedTable};
use crate::pattern::Pattern;
use crate::syntax::Operator;
use crate::value::Value;

/// An expression that is ready to be evaluated.
#[derive(Clone, Debug)]
pub(crate) enum Code {
    Const(Value),
    /// A fact.
    Slot {
        index: usize,
        name: Arc<str>,
    },
    HasSlot(usize),
    /// The variable of a loop, by its place on the stack of variables.
    Local(usize),
    /// A column of a row.
    Column {
        row: Box<Code>,
        index: usize,
        name: Arc<str>,
    },
    HasColumn {
        row: Box<Code>,
        index: usize,
    },
    Index {
        base: Box<Code>,
        key: Box<Code>,
    },
    HasKey {
        base: Box<Code>,
        key: Value,
    },
    List(Vec<Code>),
    Map(Vec<(Code, Code)>),
    Not(Box<Code>),
    Negate(Box<Code>),
    Binary(Operator, Box<Code>, Box<Code>),
    InList {
        value: Box<Code>,
        list: Arc<NamedList>,
    },
    InTable {
        value: Box<Code>,
        table: Arc<NamedTable>,
    },
    Lookup {
        key: Box<Code>,
        table: Arc<NamedTable>,
    },
    And(Vec<Code>),
    Or(Vec<Code>),
    Conditional(Box<Code>, Box<Code>, Box<Code>),
    Call(Function, Vec<Code>),
    /// A regular expression that was written out, compiled once.
    Matches {
        text: Box<Code>,
        pattern: Arc<Pattern>,
    },
    Loop(Box<Loop>),
    /// What can only fail, when it is reached.
    Fail(Failure),
}

/// The functions of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Size,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    LowerAscii,
    UpperAscii,
    Trim,
    Substring,
    Int,
    Uint,
    Double,
    Text,
    Bool,
    Dyn,
}

/// A macro over the elements of a list or the entries of a map.
#[derive(Clone, Debug)]
pub(crate) struct Loop {
    pub(crate) kind: LoopKind,
    pub(crate) range: Code,
    /// Two variables: position or key, and value.
    pub(crate) two: bool,
    /// Which elements are taken, for the kinds that make a list or map.
    pub(crate) filter: Option<Code>,
    pub(crate) body: Code,
    /// What one element is called when the range is a list of facts.
    pub(crate) element: Option<Arc<str>>,
}

/// What a loop makes of its elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoopKind {
    All,
    Exists,
    ExistsOne,
    /// The elements for which the body is true.
    Filter,
    /// The bodies as a list.
    List,
    /// The bodies as a map with the keys of the range.
    Map,
}

impl Function {
    /// Returns the name as written.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Contains => "contains",
            Self::StartsWith => "startsWith",
            Self::EndsWith => "endsWith",
            Self::Matches => "matches",
            Self::LowerAscii => "lowerAscii",
            Self::UpperAscii => "upperAscii",
            Self::Trim => "trim",
            Self::Substring => "substring",
            Self::Int => "int",
            Self::Uint => "uint",
            Self::Double => "double",
            Self::Text => "string",
            Self::Bool => "bool",
            Self::Dyn => "dyn",
        }
    }
}
